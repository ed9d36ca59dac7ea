package health.salus.storage.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.interceptors.crypto.AesGcmCipher;
import health.salus.interceptors.crypto.CryptoProvider;
import health.salus.interceptors.crypto.LocalKeyWrapping;
import health.salus.interceptors.crypto.OwnerOnlyKeyFile;
import health.salus.server.TestServer;
import health.salus.server.access.TestUsers;
import health.salus.storage.key.KeyRing;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the table of versions, and what happens when somebody changes it. */
class SealedBodiesIT {
  private static final String BODY =
      """
      SELECT v.res_text_vc FROM hfj_res_ver v JOIN hfj_resource r ON r.res_id = v.res_id
      WHERE r.res_type || '/' || r.fhir_id || '/' || v.res_ver = ?""";
  private static final String SET_BODY =
      """
      UPDATE hfj_res_ver v SET res_text_vc = ? FROM hfj_resource r
      WHERE r.res_id = v.res_id AND r.res_type || '/' || r.fhir_id || '/' || v.res_ver = ?""";

  private static final int MAX_BYTES = 1_000_000;

  @TempDir private static Path folder;
  private static TestServer server;

  private final String name = "Sealed" + UUID.randomUUID().toString().replace("-", "");

  @BeforeAll
  static void start() {
    server = TestServer.separate(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void bodiesOfPersonsAreEnvelopesUnderTheKeyOfTheirPatient() throws Exception {
    String patient = patient();
    String observation = observation(patient);
    String organization =
        server.create("{\"resourceType\":\"Organization\",\"name\":\"" + name + "\"}");
    String valueSet =
        server.create("{\"resourceType\":\"ValueSet\",\"status\":\"draft\",\"name\":\"Open\"}");

    String ofPatient = body("Patient/" + patient + "/1");
    String ofObservation = body("Observation/" + observation + "/1");
    String ofOrganization = body("Organization/" + organization + "/1");
    assertThat(List.of(ofPatient, ofObservation, ofOrganization))
        .allSatisfy(text -> assertThat(text).startsWith("sealed:").doesNotContain(name));
    assertThat(key(ofPatient)).isEqualTo(key(ofObservation)).isNotEqualTo(key(ofOrganization));
    assertThat(owner(ofPatient)).isEqualTo(patient);
    assertThat(owner(ofOrganization)).isNull();
    assertThat(body("ValueSet/" + valueSet + "/1")).startsWith("{");
    assertThat(server.get("Patient/" + patient).body()).contains(name);
    assertThat(server.get("Observation?subject=Patient/" + patient).body()).contains(name);
  }

  @Test
  void transactionSealsUnderThePatientThatItCreates() throws Exception {
    HttpResponse<String> answer =
        server.post(
            "",
            """
                {"resourceType":"Bundle","type":"transaction","entry":[
                 {"fullUrl":"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a","resource":{"resourceType":"Patient","name":[{"family":"%s"}]},
                  "request":{"method":"POST","url":"Patient"}},
                 {"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},
                  "subject":{"reference":"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a"}},
                  "request":{"method":"POST","url":"Observation"}}]}"""
                .formatted(name));

    JsonNode entries = TestServer.json(answer).path("entry");
    String patient = location(entries.get(0));
    String observation = location(entries.get(1));
    assertThat(key(body(patient))).isEqualTo(key(body(observation)));
    assertThat(owner(body(observation))).isEqualTo(patient.split("/", -1)[1]);
  }

  @Test
  void sameContentMakesNoVersionThoughSealingItTwiceDiffers() {
    String patient = patient();
    String json = server.get("Patient/" + patient).body();

    HttpResponse<String> again = server.put("Patient/" + patient, json);

    assertThat(again.headers().firstValue("ETag")).hasValue("W/\"1\"");
  }

  @Test
  void indexingAgainChangesNoBody() throws Exception {
    String json =
        "{\"name\":[{\"family\":\"%s\"}],\"language\":\"en\",\"resourceType\":\"Patient\",\"active\":true}"
            .formatted(name);
    String patient = server.create(json);
    String parameter = "active" + name.toLowerCase(Locale.ROOT);
    HttpResponse<String> made =
        server.post(
            "SearchParameter",
            """
            {"resourceType":"SearchParameter","status":"active","url":"urn:%s","name":"Again","code":"%s",
             "description":"again","base":["Patient"],"type":"token","expression":"Patient.active"}"""
                .formatted(name, parameter));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);

    String search = "Patient?_id=%s&%s=true".formatted(patient, parameter);
    for (int i = 0; i < 600 && !server.get(search).body().contains(name); i++) {
      Thread.sleep(100);
    }

    assertThat(server.get(search).body()).contains(name).doesNotContain("data-absent-reason");
    assertThat(server.get("Patient/" + patient).statusCode()).isEqualTo(200);
    String same = json.replaceFirst("\\{", "{\"id\":\"" + patient + "\",");
    assertThat(server.put("Patient/" + patient, same).headers().firstValue("ETag"))
        .hasValue("W/\"1\"");
  }

  @Test
  void bodyOfAnotherRowIsRefused() throws Exception {
    String patient = patient();
    String other = patient();
    set("Patient/" + patient + "/1", body("Patient/" + other + "/1"));

    assertDamaged(patient);
    // With the claim forged as well, the envelope does not open.
    set("Patient/" + patient + "/1", body("Patient/" + other + "/1").replace(other, patient));
    assertDamaged(patient);
    assertThat(server.get("Patient/" + other).body()).contains(name);
  }

  @Test
  void olderVersionInThePlaceOfTheNewestIsRefused() throws Exception {
    String patient = patient();
    server.put(
        "Patient/" + patient,
        "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"active\":true}".formatted(patient));
    set("Patient/" + patient + "/2", body("Patient/" + patient + "/1"));
    assertDamaged(patient);

    sql("UPDATE hfj_resource SET res_ver = 1 WHERE fhir_id = ?", patient);
    assertDamaged(patient);
  }

  @Test
  void bodiesWithoutADigestAreDamaged() throws Exception {
    String patient = patient();
    String row = "Patient/" + patient + "/1";

    set(row, withoutDigest(body(row)));

    assertDamaged(patient);
  }

  /** Seals the JSON alone; the key is right, but nothing compares the body with its row. */
  private static String withoutDigest(String body) throws Exception {
    CryptoProvider provider = CryptoProvider.jdk();
    LocalKeyWrapping wrapping =
        new LocalKeyWrapping(new OwnerOnlyKeyFile(folder.resolve("keys"), provider));
    KeyRing keys = new KeyRing(server.database(), () -> wrapping, provider, () -> {});
    StoredText.Sealed sealed = (StoredText.Sealed) StoredText.read(body).orElseThrow();
    try (AesGcmCipher cipher = new AesGcmCipher(provider, MAX_BYTES)) {
      byte[] plain = cipher.open(sealed.bytes(), sealed.address(), keys::find);
      int json = new String(plain, StandardCharsets.ISO_8859_1).indexOf("{\"resourceType");
      assertThat(json).isEqualTo(1 + 16);
      byte[] envelope =
          cipher.seal(
              Arrays.copyOfRange(plain, json, plain.length),
              sealed.address(),
              keys.find(SealedBodies.keyOf(sealed).orElseThrow()).orElseThrow());
      return StoredText.Sealed.of(sealed.address(), envelope).toString();
    }
  }

  @Test
  void flippedBitsAndCutEnvelopesAreRefused() throws Exception {
    for (int place : new int[] {20, 60, 100}) {
      String patient = patient();
      String row = "Patient/" + patient + "/1";
      String body = body(row);
      int at = body.lastIndexOf(':') + place;
      char other = body.charAt(at) == 'A' ? 'B' : 'A';
      set(row, body.substring(0, at) + other + body.substring(at + 1));
      assertDamagedOrGone(patient);
      set(row, body.substring(0, at));
      assertDamagedOrGone(patient);
      set(row, "sealed:");
      assertDamagedOrGone(patient);
      set(row, body);
      assertThat(server.get("Patient/" + patient).body()).contains(name);
    }
  }

  @Test
  void whoMayNotSeeAResourceLearnsNothingOfItsLoss() throws Exception {
    String patient = patient();
    String stranger = TestUsers.patient(server, patient(), "patient/*.rs");
    HttpResponse<String> absent =
        server.get("Patient/" + UUID.randomUUID(), "Authorization", stranger);
    set("Patient/" + patient + "/1", body("Patient/" + patient() + "/1"));

    HttpResponse<String> lost = server.get("Patient/" + patient, "Authorization", stranger);

    assertThat(lost.statusCode()).isEqualTo(absent.statusCode()).isEqualTo(404);
    assertThat(lost.body().replaceAll("Patient/[\\w-]+", ""))
        .isEqualTo(absent.body().replaceAll("Patient/[\\w-]+", ""));
  }

  @Test
  void bodyThatIsNotSealedNeverGetsIntoTheTable() {
    String patient = patient();

    assertThatThrownBy(() -> set("Patient/" + patient + "/1", "unsealed:x:{}"))
        .hasMessageContaining("hfj_res_ver_sealed");
  }

  private static void assertDamaged(String patient) {
    HttpResponse<String> read = server.get("Patient/" + patient);
    assertThat(read.statusCode()).as(read.body()).isEqualTo(500);
    assertThat(read.body()).contains("RESOURCE_DAMAGED");
    assertTombstone(patient);
  }

  private static void assertDamagedOrGone(String patient) {
    assertThat(server.get("Patient/" + patient).body())
        .containsAnyOf("RESOURCE_DAMAGED", "RESOURCE_FORGOTTEN");
    assertTombstone(patient);
    HttpResponse<String> patch =
        server.send(
            "PATCH",
            "Patient/" + patient,
            "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]",
            "Content-Type",
            "application/json-patch+json");
    assertThat(patch.statusCode()).isGreaterThanOrEqualTo(400);
  }

  /** One loss does not cost a page. */
  private static void assertTombstone(String patient) {
    HttpResponse<String> page = server.get("Patient?_count=100");
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    JsonNode entries = TestServer.json(page).path("entry");
    List<JsonNode> lost = new ArrayList<>();
    entries.forEach(
        entry -> {
          if (entry.at("/resource/id").asText().equals(patient)) {
            lost.add(entry.path("resource"));
          }
        });
    assertThat(lost).hasSize(1);
    assertThat(lost.get(0).at("/extension/0/valueCode").asText()).isEqualTo("error");
    assertThat(lost.get(0).has("name")).isFalse();
    assertThat(page.body()).contains("Sealed");
  }

  private String patient() {
    return server.create(
        "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}]}".formatted(name));
  }

  private String observation(String patient) {
    return server.create(
        """
        {"resourceType":"Observation","status":"final","code":{"text":"%s"},
         "subject":{"reference":"Patient/%s"}}"""
            .formatted(name, patient));
  }

  /** {@code Type/id/version} of what an entry made. */
  private static String location(JsonNode entry) {
    String location = entry.at("/response/location").asText();
    return location.replaceAll(".*?(\\w+/[\\w-]+)/_history/(\\d+)$", "$1/$2");
  }

  private static String body(String row) throws SQLException {
    return first(BODY, row);
  }

  private static void set(String row, String body) throws SQLException {
    sql(SET_BODY, body, row);
  }

  /** The key that an envelope names, as 32 hexadecimal digits. */
  private static String key(String body) {
    byte[] envelope = Base64.getDecoder().decode(body.substring(body.lastIndexOf(':') + 1));
    return HexFormat.of().formatHex(envelope, 2, 18);
  }

  private static String owner(String body) throws SQLException {
    return first(
        "SELECT patient FROM salus.sealing_key WHERE encode(key_id, 'hex') = ?", key(body));
  }

  private static String first(String sql, String parameter) throws SQLException {
    try (Connection connection = server.database().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).as(parameter).isTrue();
        return row.getString(1);
      }
    }
  }

  private static void sql(String sql, String... parameters) throws SQLException {
    try (Connection connection = server.database().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }
}
