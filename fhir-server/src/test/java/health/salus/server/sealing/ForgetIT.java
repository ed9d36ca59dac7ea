package health.salus.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hashing;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import health.salus.interceptors.crypto.KeyId;
import health.salus.server.TestServer;
import health.salus.server.access.TestUsers;
import health.salus.server.config.ServerConfig;
import health.salus.smart.user.Role;
import health.salus.storage.sealing.ForgottenAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A patient who is forgotten stays so. */
class ForgetIT {
  private static final String ADMINISTRATOR = "administrator";
  private static final String OFFICE = "user/*.rs user/Patient.d";
  private static final String REASON = "asked by letter of 1 May";
  private static final String NOTHING = "{\"resourceType\":\"Parameters\"}";

  @TempDir private static Path folder;
  private static TestServer server;

  private final String mark = UUID.randomUUID().toString().replaceAll("[^a-f]", "");
  private final String name = "Forgotten" + mark;
  private final String identifier = "mrn-" + mark;
  private String patient;
  private String other;
  private String observation;

  @BeforeAll
  static void start() {
    server = TestServer.separate(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void store() {
    patient = server.create(patient(name, identifier));
    other = server.create(patient("Remembered" + mark, "mrn-remembered" + mark));
    observation = server.create(observation(patient));
    server.create(observation(other));
    assertThat(
            server
                .put(
                    "Patient/" + patient,
                    patient(name + "x", identifier)
                        .replaceFirst("\\{", "{\"id\":\"" + patient + "\","))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void forgottenPatientIsGoneEverywhereAndOthersAreNot() throws Exception {
    String group =
        server.create(
            """
            {"resourceType":"Group","type":"person","actual":true,"member":[
              {"entity":{"reference":"Patient/%s"}},{"entity":{"reference":"Patient/%s"}}]}"""
                .formatted(patient, other));

    JsonNode asked = json(ask(patient, ADMINISTRATOR));
    assertThat(server.get("Patient/" + patient).statusCode()).isEqualTo(200);
    assertThat(asked.toString())
        .contains("{\"name\":\"resourcesForgotten\",\"valueInteger\":2}")
        .contains("Group/" + group);
    HttpResponse<String> answer = confirm(patient, code(asked), ADMINISTRATOR);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("parameter").toString())
        .contains("{\"name\":\"keysDestroyed\",\"valueInteger\":1}")
        .contains("{\"name\":\"resourcesForgotten\",\"valueInteger\":2}")
        .contains("Group/" + group);
    assertGone();
    assertThat(server.get("Patient/" + other).body()).contains("Remembered");
    assertThat(server.get("Patient?identifier=mrn-remembered" + mark).body())
        .contains("Remembered");
    assertThat(server.get("AuditEvent").body()).contains("Patient/" + patient, "destroy");
    assertThat(
            text(
                "SELECT count(*) FROM hfj_res_ver v JOIN salus.access_facts f ON f.res_id = v.res_id WHERE f.patients = ARRAY['%s'] AND f.type NOT IN ('AuditEvent') AND v.res_text_vc IS NOT NULL"
                    .formatted(patient)))
        .isEqualTo("0");
    assertThat(ask(patient, ADMINISTRATOR).statusCode()).isEqualTo(404);
  }

  /** It names nobody itself; whose it is say the documents. */
  @Test
  void binaryGoesWithTheOnlyPatientWhoseDocumentsNameIt() throws Exception {
    String own = server.create(binary());
    String shared = server.create(binary());
    server.create(document(patient, own));
    server.create(document(patient, shared));
    server.create(document(other, shared));

    forget(patient);

    assertThat(server.get("Binary/" + own).statusCode()).isEqualTo(410);
    assertThat(server.get("Binary/" + shared).statusCode()).isEqualTo(200);
    assertThat(
            text(
                "SELECT count(*) FROM hfj_res_ver v JOIN hfj_resource r ON r.res_id = v.res_id"
                    + " WHERE r.fhir_id = '%s' AND v.res_text_vc IS NOT NULL".formatted(own)))
        .isEqualTo("0");
  }

  private static String binary() {
    return "{\"resourceType\":\"Binary\",\"contentType\":\"text/plain\",\"data\":\"Rm9yZ290dGVu\"}";
  }

  private static String document(String patient, String binary) {
    return """
        {"resourceType":"DocumentReference","status":"current","subject":{"reference":"Patient/%s"},
         "content":[{"attachment":{"contentType":"text/plain","url":"Binary/%s"}}]}"""
        .formatted(patient, binary);
  }

  /** A denial is deleted with the rest, and yet nobody sees that there was somebody. */
  @Test
  void whomThePatientDeniedSeesNoMoreThanBefore() {
    server.create(
        """
        {"resourceType":"Consent","status":"active","dateTime":"2026-01-01",
         "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
         "patient":{"reference":"Patient/%s"},"policy":[{"uri":"urn:policy"}],"provision":{"type":"deny"}}"""
            .formatted(patient));
    server.create(
        """
        {"resourceType":"Group","type":"person","actual":true,"member":[
          {"entity":{"reference":"Patient/%s"}},{"entity":{"reference":"Patient/%s"}}]}"""
            .formatted(patient, other));
    assertHidden();

    forget(patient);

    assertHidden();
    server.close();
    server = TestServer.separate(folder);
    assertHidden();
    assertThat(server.get("AuditEvent").body()).contains("Patient/" + patient);
  }

  private void assertHidden() {
    String clinician = TestUsers.clinician(server, "user/*.cruds");
    for (String path :
        List.of(
            "Patient/" + patient,
            "Patient/" + patient + "/_history/1",
            "Observation/" + observation)) {
      assertThat(server.get(path, "Authorization", clinician).statusCode()).as(path).isEqualTo(404);
    }
    for (String search : List.of("Patient", "Observation", "AuditEvent", "Group")) {
      assertThat(server.get(search + "?_count=100", "Authorization", clinician).body())
          .doesNotContain(patient);
    }
    assertThat(server.get("Patient/" + other, "Authorization", clinician).statusCode())
        .isEqualTo(200);
  }

  @Test
  void privacyOfficerForgetsAndGetsACertificateThatAnybodyCanCheck() throws Exception {
    String officer = TestUsers.withRole(server, Role.PRIVACY, OFFICE);
    JsonNode asked = json(ask(patient, officer));
    HttpResponse<String> answer = confirm(patient, code(asked), officer);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String certificate = value(json(answer), "certificate").path("valueString").asText();
    JWSObject jws = JWSObject.parse(certificate);
    JWK key = keySet().getKeyByKeyId(jws.getHeader().getKeyID());
    assertThat(jws.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
    Map<String, Object> claims = jws.getPayload().toJSONObject();
    assertThat(claims)
        .containsEntry("iss", server.root())
        .containsEntry("sub", "Patient/" + patient)
        .containsEntry("resources", Map.of("Patient", 1L, "Observation", 1L))
        .containsEntry("remains", List.of())
        .containsKeys("iat", "jti", "requested", "forgotten");
    assertThat(claims.get("keys").toString()).isEqualTo("[" + destroyedKey() + "]");
    assertThat(claims.get("by").toString()).contains("user=privacy-");
    assertThat(certificate).doesNotContain(REASON);
    assertThat(jws.getPayload().toString()).doesNotContain(REASON).doesNotContain(name);

    String[] parts = certificate.split("\\.", -1);
    String other =
        Base64URL.encode(jws.getPayload().toString().replace("Patient/" + patient, "Patient/other"))
            .toString();
    assertThat(
            JWSObject.parse(parts[0] + "." + other + "." + parts[2])
                .verify(new ECDSAVerifier(key.toECKey())))
        .isFalse();

    String event = value(json(answer), "event").at("/valueReference/reference").asText();
    assertThat(server.get(event, "Authorization", officer).body()).contains(certificate);
    String clinician = TestUsers.clinician(server, "user/*.cruds");
    assertThat(server.get(event, "Authorization", clinician).statusCode()).isEqualTo(404);
    JsonNode request =
        json(server.get(value(asked, "request").at("/valueReference/reference").asText()));
    assertThat(request.path("outcomeDesc").asText()).isEqualTo(REASON);
    String salt = request.at("/entity/0/detail/0/valueString").asText();
    assertThat(claims)
        .containsEntry(
            "reasonSha256",
            Base64URL.encode(
                    Hashing.sha256()
                        .hashString(salt + " " + REASON, StandardCharsets.UTF_8)
                        .asBytes())
                .toString());
  }

  private JWKSet keySet() throws ParseException {
    return JWKSet.parse(server.get("/oauth/jwks", "Authorization", TestServer.NO_TOKEN).body());
  }

  private String destroyedKey() throws SQLException {
    String hex =
        text(
            "SELECT encode(key_id, 'hex') FROM salus.sealing_key WHERE patient = '"
                + patient
                + "'");
    return KeyId.of(HexFormat.of().parseHex(hex)).toString();
  }

  @Test
  void reasonIsNeededAndStandsNowhereInPlain() throws Exception {
    for (String reason : List.of("  ", "x".repeat(501))) {
      HttpResponse<String> answer =
          server.post("Patient/" + patient + "/$forget", parameter("reason", reason));
      assertThat(answer.statusCode()).as(reason).isEqualTo(422);
      assertThat(answer.body()).contains("REASON_MISSING");
    }
    HttpResponse<String> none = server.post("Patient/" + patient + "/$forget", NOTHING);
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(none.body()).contains("REASON_MISSING");

    String code = code(json(ask(patient, ADMINISTRATOR)));

    assertThat(text("SELECT count(*) FROM salus.forget_request WHERE patient = '" + patient + "'"))
        .isEqualTo("1");
    for (String secret : List.of("asked by letter", code)) {
      for (String row :
          List.of(
              "salus.forget_request r",
              "hfj_res_ver r",
              "hfj_spidx_string r",
              "hfj_spidx_token r",
              "salus.access_facts r")) {
        assertThat(
                text("SELECT count(*) FROM %s WHERE r::text LIKE '%%%s%%'".formatted(row, secret)))
            .as(row)
            .isEqualTo("0");
      }
    }
  }

  @Test
  void confirmationHoldsOnceForOnePatientAndOneCaller() throws Exception {
    String code = code(json(ask(patient, ADMINISTRATOR)));
    String expired = code(json(ask(patient, ADMINISTRATOR)));
    text(
        "WITH old AS (UPDATE salus.forget_request SET expires = now() - interval '1 second'"
            + " WHERE code = sha256('%s') RETURNING 1) SELECT count(*) FROM old"
                .formatted(expired));
    String officer = TestUsers.withRole(server, Role.PRIVACY, OFFICE);
    String another = TestUsers.withRole(server, Role.PRIVACY, OFFICE);
    String ofOfficer = code(json(ask(patient, officer)));

    List<HttpResponse<String>> refusals =
        List.of(
            confirm(patient, "wrong", ADMINISTRATOR),
            confirm(patient, " ", ADMINISTRATOR),
            confirm(patient, expired, ADMINISTRATOR),
            confirm(patient, ofOfficer, another),
            confirm(patient, code, officer),
            confirm(other, code, ADMINISTRATOR));

    assertThat(refusals)
        .allSatisfy(
            refusal -> {
              assertThat(refusal.statusCode()).isEqualTo(422);
              assertThat(refusal.body())
                  .contains("CONFIRMATION_INVALID")
                  .isEqualTo(refusals.get(0).body());
            });
    assertThat(server.get("Patient/" + patient).statusCode()).isEqualTo(200);
    assertThat(server.get("Patient/" + other).statusCode()).isEqualTo(200);
    assertThat(confirm(patient, code, ADMINISTRATOR).statusCode()).isEqualTo(200);
    assertThat(confirm(patient, code, ADMINISTRATOR).statusCode()).isEqualTo(404);
    assertThat(text("SELECT count(*) FROM salus.forget_request WHERE patient = '" + patient + "'"))
        .isEqualTo("0");
    assertGone();
  }

  @Test
  void whoseOfficeItIsNotIsToldTheSameWhetherThePatientExists() {
    List<String> callers =
        List.of(
            TestUsers.clinician(server, "user/*.cruds"),
            TestUsers.patient(server, patient, "patient/*.cruds"),
            TestUsers.backend(server, "system/*.cruds"),
            TestUsers.withRole(server, Role.PRIVACY, "user/*.rs"),
            TestUsers.withRole(server, Role.RESEARCHER, "user/*.rs"));
    for (String caller : callers) {
      for (String body : List.of(parameter("reason", REASON), parameter("confirmation", "x"))) {
        HttpResponse<String> there =
            server.post("Patient/" + patient + "/$forget", body, "Authorization", caller);
        HttpResponse<String> nobody =
            server.post("Patient/nobody/$forget", body, "Authorization", caller);

        assertThat(there.statusCode()).as(there.body()).isEqualTo(403);
        assertThat(nobody.statusCode()).isEqualTo(403);
        assertThat(nobody.body()).isEqualTo(there.body());
      }
    }
    assertThat(server.get("Patient/" + patient).statusCode()).isEqualTo(200);
  }

  @Test
  void readsAnswerATombstoneWhereThatIsConfigured(@TempDir Path second) {
    forget(patient);
    assertThat(server.get("Patient/" + patient).body()).contains("RESOURCE_FORGOTTEN");
    String deleted = server.create(patient("Deleted", "mrn-deleted" + mark));
    server.delete("Patient/" + deleted);
    ServerConfig config = TestServer.config(second);
    TestServer node =
        server.anotherNode(
            second, config.withEncryption(config.encryption().with(ForgottenAnswer.TOMBSTONE)));

    try {
      assertTombstones(node);
      assertThat(node.get("Patient/" + deleted).body()).contains("RESOURCE_DELETED");
    } finally {
      node.close();
    }
    assertGone();
  }

  private void assertTombstones(TestServer node) {
    for (String path :
        List.of(
            "Patient/" + patient,
            "Patient/" + patient + "/_history/1",
            "Observation/" + observation)) {
      HttpResponse<String> read = node.get(path);
      assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
      JsonNode stone = TestServer.json(read);
      assertThat(stone.path("id").asText()).isEqualTo(path.split("/", -1)[1]);
      assertThat(stone.at("/extension/0/valueCode").asText()).isEqualTo("error");
      assertThat(read.body()).doesNotContain(name);
    }
    HttpResponse<String> history = node.get("Patient/" + patient + "/_history");
    assertThat(history.statusCode()).isEqualTo(200);
    assertThat(history.body()).doesNotContain(name);
    assertThat(TestServer.json(node.get("Patient?_id=" + patient)).has("entry")).isFalse();
    String clinician = TestUsers.clinician(node, "user/*.cruds");
    assertThat(node.get("Patient/" + patient, "Authorization", clinician).statusCode())
        .isEqualTo(404);
  }

  @Test
  void everyNodeWritesDownWhomOneForgets(@TempDir Path second) throws Exception {
    TestServer node = server.anotherNode(second);
    try {
      assertThat(node.get("Patient/" + patient).body()).contains(name);
      forget(patient);

      Path list = second.resolve("keys/forgotten");
      String line = " " + patient + " " + destroyedKey();
      for (int i = 0;
          i < 300 && !(Files.exists(list) && Files.readString(list).contains(line));
          i++) {
        Thread.sleep(100);
      }
      assertThat(list).content().contains(line);
      assertThat(Files.readAllLines(folder.resolve("keys/forgotten")))
          .filteredOn(each -> each.contains(patient))
          .hasSize(1);
      assertThat(node.get("Patient/" + patient).statusCode()).isEqualTo(410);
    } finally {
      node.close();
    }
  }

  @Test
  void backupFromBeforeDoesNotBringThePatientBack() throws Exception {
    server.close();
    Path backup = folder.resolve("backup");
    copy(folder.resolve("postgresql"), backup);
    server = TestServer.separate(folder);
    forget(patient);
    server.close();

    TestServer.delete(folder.resolve("postgresql"));
    copy(backup, folder.resolve("postgresql"));
    server = TestServer.separate(folder);

    assertGone();
    assertThat(server.get("Patient/" + other).body()).contains("Remembered");
    assertThat(
            text(
                "SELECT string_agg(state, ',') FROM salus.sealing_key WHERE patient = '"
                    + patient
                    + "'"))
        .isEqualTo("DESTROYED");
  }

  private void assertGone() {
    for (String path :
        List.of(
            "Patient/" + patient,
            "Patient/" + patient + "/_history/1",
            "Patient/" + patient + "/_history/2",
            "Observation/" + observation,
            "Observation/" + observation + "/_history/1")) {
      assertThat(server.get(path).statusCode()).as(path).isEqualTo(410);
    }
    for (String search :
        List.of(
            "Patient?family=" + name,
            "Patient?identifier=" + identifier,
            "Patient?_id=" + patient,
            "Observation?subject=Patient/" + patient,
            "Observation?subject:Patient.identifier=" + identifier,
            "Patient?_has:Observation:subject:code=thing&_id=" + patient)) {
      HttpResponse<String> page = server.get(search + "&_total=accurate");
      assertThat(TestServer.json(page).path("total").asInt(-1)).as(search + page.body()).isZero();
    }
    assertThat(server.get("Patient?_count=100").body()).doesNotContain(name);
    assertThat(server.get("Patient/" + patient + "/_history").body()).doesNotContain(name);
  }

  private void forget(String id) {
    HttpResponse<String> answer = confirm(id, code(json(ask(id, ADMINISTRATOR))), ADMINISTRATOR);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** The first step. */
  private HttpResponse<String> ask(String id, String caller) {
    return step(id, parameter("reason", REASON), caller);
  }

  /** The second. */
  private HttpResponse<String> confirm(String id, String code, String caller) {
    return step(id, parameter("confirmation", code), caller);
  }

  private HttpResponse<String> step(String id, String body, String caller) {
    String path = "Patient/" + id + "/$forget";
    return caller.equals(ADMINISTRATOR)
        ? server.post(path, body)
        : server.post(path, body, "Authorization", caller);
  }

  private static String parameter(String name, String value) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"%s\",\"valueString\":\"%s\"}]}"
        .formatted(name, value);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return TestServer.json(answer);
  }

  private static String code(JsonNode answer) {
    return value(answer, "confirmation").path("valueString").asText();
  }

  private static JsonNode value(JsonNode answer, String name) {
    for (JsonNode parameter : answer.path("parameter")) {
      if (parameter.path("name").asText().equals(name)) {
        return parameter;
      }
    }
    throw new AssertionError("no " + name + " in " + answer);
  }

  private static String patient(String family, String identifier) {
    return "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}],\"identifier\":[{\"value\":\"%s\"}]}"
        .formatted(family, identifier);
  }

  private String observation(String patient) {
    return """
        {"resourceType":"Observation","status":"final","code":{"coding":[{"code":"thing"}],"text":"%s"},
         "subject":{"reference":"Patient/%s"}}"""
        .formatted(name, patient);
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = server.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
