package health.salus.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import health.salus.server.access.TestUsers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Writes that search, and what they leave in the tables of a sealed index. */
class SealedWritesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String EXTENSIONS = "http://hapifhir.io/fhir/StructureDefinition/";

  private final TestServer server = TestServer.shared();
  private final String value = "x" + UUID.randomUUID().toString().replace("-", "");

  @Test
  void conditionsOfTransactionsFindWhatIsThere() throws SQLException {
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"resource":{"resourceType":"Practitioner","identifier":[{"system":"urn:p","value":"%1$s"}]},
          "request":{"method":"POST","url":"Practitioner","ifNoneExist":"identifier=urn:p|%1$s"}},
         {"resource":{"resourceType":"Patient","identifier":[{"value":"%1$s"}]},
          "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=%1$s"}},
         {"resource":{"resourceType":"RelatedPerson","identifier":[{"system":"urn:r","value":"%1$s"}],
           "name":[{"family":"%1$s"}],"patient":{"reference":"Patient?identifier=%1$s"}},
          "request":{"method":"PUT","url":"RelatedPerson?identifier=urn:r|%1$s"}},
         {"resource":{"resourceType":"Person","identifier":[{"system":"urn:n","value":"%1$s"}],"name":[{"family":"%1$s"}]},
          "request":{"method":"POST","url":"Person","ifNoneExist":"identifier=urn:n|%1$s&name=%1$s"}}]}"""
            .formatted(value);
    // A reference by search finds what is there before, not what comes with it.
    server.create(
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"value\":\"%s\"}]}".formatted(value));

    List<String> first = locations(server.post("", bundle));
    List<String> second = locations(server.post("", bundle));

    assertThat(second).isEqualTo(first);
    for (String type : List.of("Practitioner", "Patient", "RelatedPerson", "Person")) {
      assertThat(total(type + "?identifier=" + value)).as(type).isEqualTo(1);
    }
    assertThat(tablesWith(value)).isEmpty();
  }

  @Test
  void conditionOnACodeThatIsSealedByLabelFindsIt() {
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"resource":{"resourceType":"Condition",
           "meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"PSY"}]},
           "code":{"coding":[{"system":"urn:c","code":"%1$s"}]},"subject":{"display":"nobody"}},
          "request":{"method":"POST","url":"Condition","ifNoneExist":"code=urn:c|%1$s"}}]}"""
            .formatted(value);

    List<String> first = locations(server.post("", bundle));
    List<String> second = locations(server.post("", bundle));

    assertThat(second).isEqualTo(first);
    assertThat(total("Condition?code=" + value)).isEqualTo(1);
  }

  @Test
  void labelThatComesLaterSealsTheCodes() throws SQLException {
    String condition =
        "{\"resourceType\":\"Condition\",%s\"code\":{\"coding\":[{\"code\":\"%s\"}]},\"subject\":{\"display\":\"x\"}%s}";
    String id = server.create(condition.formatted("", value, ""));
    assertThat(tablesWith(value)).containsExactly("hfj_spidx_token");

    HttpResponse<String> updated =
        server.put(
            "Condition/" + id,
            condition.formatted(
                "\"meta\":{\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"HIV\"}]},",
                value,
                ",\"id\":\"" + id + "\""));

    assertThat(updated.statusCode()).as(updated.body()).isEqualTo(200);
    assertThat(tablesWith(value)).isEmpty();
    assertThat(total("Condition?code=" + value)).isEqualTo(1);
  }

  @Test
  void scopeThatNamesACodeReachesWhatIsSealedByLabel() {
    server.create(
        """
        {"resourceType":"Condition",
         "meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"PSY"}]},
         "code":{"coding":[{"system":"urn:c","code":"%s"}]},"subject":{"display":"nobody"}}"""
            .formatted(value));
    String allowed = TestUsers.clinician(server, "user/Condition.rs?code=urn:c|" + value);
    String other = TestUsers.clinician(server, "user/Condition.rs?code=urn:c|other");

    assertThat(total("Condition?code=" + value, "Authorization", allowed)).isEqualTo(1);
    assertThat(total("Condition?code=" + value, "Authorization", other)).isZero();
  }

  @Test
  void updateReplacesTokens() {
    String id = server.create(patient(value + "a", "1970-05-05", ""));

    server.put("Patient/" + id, patient(value + "b", "1980", ",\"id\":\"" + id + "\""));
    HttpResponse<String> same =
        server.put("Patient/" + id, patient(value + "b", "1980", ",\"id\":\"" + id + "\""));

    assertThat(TestServer.json(same).at("/meta/versionId").asText()).isEqualTo("2");
    assertThat(total("Patient?family=" + value + "a")).isZero();
    assertThat(total("Patient?family=" + value + "b&birthdate=1980")).isEqualTo(1);
    assertThat(total("Patient?family=" + value + "&birthdate=lt1975")).isZero();
  }

  @Test
  void ownParametersOnProtectedElementsAreSealed() throws Exception {
    String name = "nick-" + value.substring(0, 12);
    parameter(
        """
        {"resourceType":"SearchParameter","url":"urn:salus:%1$s","name":"%1$s","code":"%1$s","status":"active",
         "description":"x","base":["Patient"],"type":"string","expression":"Patient.name.where(use = 'nickname').given"}"""
            .formatted(name));
    String patient =
        "{\"resourceType\":\"Patient\",\"name\":[{\"use\":\"nickname\",\"given\":[\"%s\"]}]}"
            .formatted(value);

    server.create(patient);

    assertThat(total("Patient?" + name + "=" + value.substring(0, 20))).isEqualTo(1);
    assertThat(tablesWith(value)).isEmpty();
    assertThat(server.get("Patient?_sort=" + name).body()).contains("SEALED_PARAMETER");
  }

  @Test
  void combinationsOfParametersAreTokens() throws Exception {
    for (String unique : List.of("true", "false")) {
      server.create(
          """
          {"resourceType":"SearchParameter","url":"urn:salus:combo:%1$s","name":"combo%1$s","code":"combo%1$s",
           "status":"active","description":"x","base":["Person"],"type":"composite","expression":"Person",
           "extension":[{"url":"%2$ssp-unique","valueBoolean":%1$s}],
           "component":[
            {"definition":"http://hl7.org/fhir/SearchParameter/individual-birthdate","expression":"Person"},
            {"definition":"http://hl7.org/fhir/SearchParameter/Person-identifier","expression":"Person"}]}"""
              .formatted(unique, EXTENSIONS));
    }
    awaitRowsIn("hfj_idx_cmp_string_uniq");
    awaitRowsIn("hfj_idx_cmb_tok_nu");
    String person = person(value);

    server.create(person);
    HttpResponse<String> again = server.post("Person", person);

    assertThat(count("SELECT count(*) FROM hfj_idx_cmp_string_uniq")).isPositive();
    assertThat(count("SELECT count(*) FROM hfj_idx_cmb_tok_nu")).isPositive();
    assertThat(tablesWith(value)).isEmpty();
    assertThat(tablesWith("1944-03-21")).isEmpty();
    assertThat(again.statusCode()).isIn(409, 412);
    assertThat(again.body()).doesNotContain(value);
    assertThat(total("Person?birthdate=1944-03-21&identifier=urn:u%7C" + value)).isEqualTo(1);
  }

  /** Stores a SearchParameter and waits until this node uses it. */
  private void parameter(String json) throws InterruptedException {
    String id = server.create(json);
    String code = TestServer.json(server.get("SearchParameter/" + id)).get("code").asText();
    String base =
        TestServer.json(server.get("SearchParameter/" + id)).at("/base/0").asText() + "?" + code;
    server.refreshSearchParameters();
    for (int i = 0; i < 300 && server.get(base + "=x").statusCode() != 200; i++) {
      Thread.sleep(100);
    }
  }

  /** Creates persons until this node writes a row of the newest one into this table. */
  private void awaitRowsIn(String table) throws Exception {
    String rows =
        "SELECT count(*) FROM " + table + " JOIN hfj_resource r USING (res_id) WHERE r.fhir_id = ";
    server.refreshSearchParameters();
    Instant end = Instant.now().plus(PATIENCE);
    while (count(rows + "'" + server.create(person("await-" + UUID.randomUUID())) + "'") == 0) {
      assertThat(Instant.now()).as("the parameter is in use").isBefore(end);
      Thread.sleep(200);
    }
  }

  private static String person(String number) {
    return "{\"resourceType\":\"Person\",\"birthDate\":\"1944-03-21\",\"identifier\":[{\"system\":\"urn:u\",\"value\":\"%s\"}]}"
        .formatted(number);
  }

  private static String patient(String family, String birthDate, String more) {
    return "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}],\"birthDate\":\"%s\"%s}"
        .formatted(family, birthDate, more);
  }

  private List<String> locations(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer).get("entry").findValuesAsText("location").stream()
        .map(location -> location.replaceAll("/_history.*", ""))
        .toList();
  }

  private int total(String search, String... headers) {
    JsonNode found = TestServer.json(server.get(search + "&_total=accurate", headers));
    assertThat(found.has("total")).as("%s: %s", search, found).isTrue();
    return found.get("total").asInt();
  }

  private List<String> tablesWith(String text) throws SQLException {
    List<String> tables = new ArrayList<>();
    for (String table : SealedSearchIT.TABLES) {
      if (count("SELECT count(*) FROM %s t WHERE t::text ILIKE '%%%s%%'".formatted(table, text))
          > 0) {
        tables.add(table);
      }
    }
    return tables;
  }

  private int count(String sql) throws SQLException {
    try (Connection connection = server.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }
}
