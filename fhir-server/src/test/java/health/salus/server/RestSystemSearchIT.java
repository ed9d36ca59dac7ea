package health.salus.server;

import static health.salus.server.Answers.allPages;
import static health.salus.server.Answers.references;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Searches of several types at once.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#search">search across all types</a>
 */
class RestSystemSearchIT {
  private final TestServer server = TestServer.shared();
  private final String key = UUID.randomUUID().toString();
  private final Marked marked = new Marked(server, key);

  @Test
  void searchAcrossTypesFindsEveryType() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String patient = marked.patient("Across", "1970");
      all.add("Patient/" + patient);
      all.add("Observation/" + marked.observation(patient));
    }
    String tag = "_tag=urn:tag%7C" + key;

    for (String search :
        List.of(
            "?" + tag,
            "?_type=Patient,Observation&" + tag,
            "?_type=Patient,Observation&_count=1&" + tag,
            "?_type=Patient,Observation&_count=2&_sort=_id&" + tag,
            "?_type=Patient,Observation&_count=4&" + tag)) {
      assertThat(allPages(server, search)).as(search).containsExactlyInAnyOrderElementsOf(all);
    }
    assertThat(allPages(server, "?_type=Observation,Patient&_sort=_lastUpdated&_count=2&" + tag))
        .isEqualTo(all);
    assertThat(allPages(server, "?_type=Patient&_sort=-_lastUpdated&" + tag))
        .containsExactly(all.get(4), all.get(2), all.get(0));
    assertThat(
            TestServer.json(server.get("?_total=accurate&_count=1&" + tag)).path("total").asInt())
        .isEqualTo(6);
    assertThat(TestServer.json(server.get("?_summary=count&" + tag)).path("total").asInt())
        .isEqualTo(6);
  }

  @Test
  void searchAcrossTypesTakesEveryCommonParameter() {
    Instant before = Instant.now().minus(Duration.ofSeconds(1));
    String patient = marked.patient("Common", "1970");
    String reference = "Patient/" + patient;

    for (String parameter :
        List.of(
            "_id=" + patient,
            "_tag=urn:tag%7C" + key,
            "_profile=http://example.org/" + key,
            "_security=urn:label%7C" + key,
            "_source=urn:source:" + key)) {
      assertThat(references(TestServer.json(server.get("?" + parameter))))
          .as(parameter)
          .containsExactly(reference);
    }
    assertThat(allPages(server, "?_type=Patient&_lastUpdated=gt" + before)).contains(reference);
    assertThat(
            references(
                TestServer.json(server.get("?_id=" + patient + "&_lastUpdated=lt" + before))))
        .isEmpty();
    assertThat(
            references(
                TestServer.json(
                    server.post(
                        "_search",
                        "_id=" + patient,
                        "Content-Type",
                        "application/x-www-form-urlencoded"))))
        .containsExactly(reference);
  }
}
