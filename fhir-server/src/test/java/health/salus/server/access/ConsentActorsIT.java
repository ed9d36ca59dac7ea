package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import health.salus.smart.user.Role;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Consents that name bodies, and the people who stand for patients. */
class ConsentActorsIT {
  private static final TestServer SERVER = TestServer.shared();
  private static final Consents CONSENTS = new Consents(SERVER);
  private static final String PARENT =
      "\"relationship\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-RoleCode\",\"code\":\"MTH\"}]}]";

  @Test
  void whoIsInTheOrganizationTheTeamOrTheGroupIsMeant() {
    String practitioner = SERVER.create("{\"resourceType\":\"Practitioner\"}");
    String clinician =
        TestUsers.person(SERVER, Role.CLINICIAN, "Practitioner/" + practitioner, "user/*.cruds");
    String member = "{\"reference\":\"Practitioner/%s\"}".formatted(practitioner);
    String organization = SERVER.create("{\"resourceType\":\"Organization\",\"name\":\"o\"}");
    String team = SERVER.create("{\"resourceType\":\"CareTeam\",\"status\":\"active\"}");
    String group =
        SERVER.create("{\"resourceType\":\"Group\",\"type\":\"practitioner\",\"actual\":true}");

    for (String body :
        new String[] {"Organization/" + organization, "CareTeam/" + team, "Group/" + group}) {
      String patient = CONSENTS.patient(UUID.randomUUID().toString(), "");
      CONSENTS.put(patient, "\"type\":\"deny\"," + Consents.actor(body));
      assertThat(status("Patient/" + patient, clinician)).as(body).isEqualTo(200);

      join(body, member);
      assertThat(status("Patient/" + patient, clinician)).as(body).isEqualTo(404);
    }
  }

  private static void join(String body, String member) {
    String id = body.substring(body.indexOf('/') + 1);
    switch (body.substring(0, body.indexOf('/'))) {
      case "Organization" ->
          SERVER.create(
              "{\"resourceType\":\"PractitionerRole\",\"practitioner\":%s,\"organization\":{\"reference\":\"%s\"}}"
                  .formatted(member, body));
      case "CareTeam" ->
          SERVER.put(
              body,
              "{\"resourceType\":\"CareTeam\",\"id\":\"%s\",\"status\":\"active\",\"participant\":[{\"member\":%s}]}"
                  .formatted(id, member));
      default ->
          SERVER.put(
              body,
              "{\"resourceType\":\"Group\",\"id\":\"%s\",\"type\":\"practitioner\",\"actual\":true,\"member\":[{\"entity\":%s}]}"
                  .formatted(id, member));
    }
  }

  @Test
  void parentSeesLessOfAnOlderChildAndNothingOfAnAdult() {
    String child = CONSENTS.patient("k", born(5));
    String open = CONSENTS.observation(child, "k", "");
    String secret = CONSENTS.observation(child, "k", Consents.label("SEX"));
    String person =
        SERVER.create(
            "{\"resourceType\":\"RelatedPerson\",\"active\":true,\"patient\":{\"reference\":\"Patient/%s\"},%s}"
                .formatted(child, PARENT));
    String parent = TestUsers.parent(SERVER, person, child, "patient/*.rs user/*.rs");

    assertThat(status("Observation/" + secret, parent)).isEqualTo(200);

    rewrite(child, born(14));
    assertThat(status("Observation/" + secret, parent)).isEqualTo(404);
    assertThat(status("Observation/" + open, parent)).isEqualTo(200);

    rewrite(child, born(18));
    assertThat(status("Observation/" + open, parent)).isEqualTo(404);
    assertThat(status("Patient/" + child, parent)).isEqualTo(404);

    CONSENTS.put(child, "\"type\":\"permit\"," + Consents.actor("RelatedPerson/" + person));
    assertThat(status("Patient/" + child, parent)).isEqualTo(200);
    assertThat(status("Observation/" + secret, parent)).isEqualTo(200);
  }

  @Test
  void patientSeesTheOwnRecordWhateverIsSaidToOthers() {
    String patient = CONSENTS.patient("k", "");
    CONSENTS.put(patient, "\"type\":\"deny\"");

    String own = TestUsers.patient(SERVER, patient, "patient/*.rs");

    assertThat(status("Patient/" + patient, own)).isEqualTo(200);
  }

  @Test
  void consentsAreWrittenByThoseWhoMayAndOnlyIfTheyCanBeUnderstood() {
    String patient = CONSENTS.patient("k", "");
    String clinician = TestUsers.clinician(SERVER, "user/*.cruds");
    String own = TestUsers.patient(SERVER, patient, "patient/*.cruds");
    String permit = Consents.consent(patient, "\"type\":\"permit\"");

    assertThat(post("Consent", permit, clinician).statusCode()).isEqualTo(403);
    assertThat(post("Consent", permit, own).statusCode()).isEqualTo(201);
    HttpResponse<String> broken =
        post(
            "Consent",
            Consents.consent(
                patient,
                "\"type\":\"deny\",\"actor\":[{\"role\":{\"text\":\"x\"},\"reference\":{\"display\":\"x\"}}]"),
            own);
    assertThat(broken.statusCode()).as(broken.body()).isEqualTo(422);
    assertThat(broken.body()).contains("CONSENT_INVALID", "Consent.provision.actor[0].reference");
  }

  private static String born(int years) {
    return ",\"birthDate\":\"%s\"".formatted(LocalDate.now(ZoneOffset.UTC).minusYears(years));
  }

  private static void rewrite(String patient, String more) {
    int status =
        SERVER
            .put(
                "Patient/" + patient,
                "{\"resourceType\":\"Patient\",\"id\":\"%s\"%s}".formatted(patient, more))
            .statusCode();
    assertThat(status).isEqualTo(200);
  }

  private static int status(String path, String token) {
    return SERVER.get(path, "Authorization", token).statusCode();
  }

  private static HttpResponse<String> post(String path, String body, String token) {
    return SERVER.post(path, body, "Authorization", token);
  }
}
