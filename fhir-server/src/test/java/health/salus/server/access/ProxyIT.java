package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A parent reads a child's record for as long as the RelatedPerson says so. */
class ProxyIT {
  private static final TestServer SERVER = TestServer.shared();

  @Test
  void relatedPersonEndsWhenItIsInactiveOrOutOfItsPeriod() {
    String child = SERVER.create("{\"resourceType\":\"Patient\",\"active\":true}");
    String person = UUID.randomUUID().toString();
    relate(person, child, "\"active\":true");
    String token = TestUsers.parent(SERVER, person, child, "patient/*.rs user/*.rs");

    assertThat(status("Patient/" + child, token)).isEqualTo(200);
    for (String end :
        List.of(
            "\"active\":false",
            "\"period\":{\"end\":\"2020-01-01\"}",
            "\"period\":{\"start\":\"2999-01-01\"}")) {
      relate(person, child, end);
      assertThat(status("Patient/" + child, token)).as(end).isEqualTo(404);
      assertThat(total("Patient", token)).as(end).isZero();
    }
    relate(person, child, "\"period\":{\"start\":\"2020-01-01\",\"end\":\"2999-01-01\"}");
    assertThat(status("Patient/" + child, token)).isEqualTo(200);
    assertThat(total("Patient", token)).isEqualTo(1);
  }

  @Test
  void cardAndPrefetchSeeNoMoreThanTheCaller() {
    String own = SERVER.create("{\"resourceType\":\"Patient\",\"active\":true}");
    String foreign = SERVER.create("{\"resourceType\":\"Patient\",\"active\":true}");
    String token = TestUsers.patient(SERVER, own, "patient/*.rs");

    String ofForeign = card(foreign, token);
    String ofMissing = card(UUID.randomUUID().toString(), token);

    assertThat(ofForeign.replace(foreign, "ID").replaceAll("[0-9a-f-]{36}", "ID"))
        .isEqualTo(ofMissing.replaceAll("[0-9a-f-]{36}", "ID"));
    assertThat(card(own, token)).isNotEqualTo(ofForeign);
    assertThat(SERVER.get("/cds-services", "Authorization", TestServer.NO_TOKEN).statusCode())
        .isEqualTo(401);
  }

  @Test
  void onlyAnAdministratorTrainsModels() {
    String clinician = TestUsers.clinician(SERVER, "user/*.cruds");

    int status =
        SERVER
            .post(
                "/models/heart-disease/train",
                "",
                "Authorization",
                clinician,
                "Content-Type",
                "application/json")
            .statusCode();

    assertThat(status).isEqualTo(403);
    assertThat(SERVER.get("/models", "Authorization", clinician).statusCode()).isEqualTo(200);
  }

  private static void relate(String person, String child, String state) {
    String json =
        """
        {"resourceType":"RelatedPerson","id":"%s","patient":{"reference":"Patient/%s"},%s}"""
            .formatted(person, child, state);
    assertThat(SERVER.put("RelatedPerson/" + person, json).statusCode()).isBetween(200, 201);
  }

  private static int status(String path, String token) {
    return SERVER.get(path, "Authorization", token).statusCode();
  }

  private static int total(String type, String token) {
    JsonNode bundle = TestServer.json(SERVER.get(type + "?_summary=count", "Authorization", token));
    return bundle.path("total").asInt(-1);
  }

  private static String card(String patient, String token) {
    String request =
        """
        {"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
         "context":{"userId":"Practitioner/example","patientId":"%s"}}"""
            .formatted(patient);
    var answer =
        SERVER.post(
            "/cds-services/salus-risk",
            request,
            "Authorization",
            token,
            "Content-Type",
            "application/json");
    return answer.statusCode() + answer.body();
  }
}
