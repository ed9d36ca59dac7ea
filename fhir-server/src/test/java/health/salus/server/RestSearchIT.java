package health.salus.server;

import static health.salus.server.Answers.allPages;
import static health.salus.server.Answers.ids;
import static health.salus.server.Answers.link;
import static health.salus.server.Answers.references;
import static health.salus.server.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Paging, order, totals and joins of searches.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">Search</a>
 */
class RestSearchIT {
  private final TestServer server = TestServer.shared();
  private final String key = UUID.randomUUID().toString();
  private final Marked marked = new Marked(server, key);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void pagesHoldEverythingOnce(int count) {
    List<String> all =
        IntStream.range(0, 7)
            .mapToObj(i -> "Patient/" + marked.patient("Page" + i, "1970"))
            .toList();

    List<String> paged = allPages(server, "Patient?identifier=urn:s%7C" + key + "&_count=" + count);

    assertThat(paged).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void pageLinksHoldNoSearchValue() {
    IntStream.range(0, 3).forEach(i -> marked.patient("Link", "1970"));

    JsonNode first = TestServer.json(server.get("Patient?identifier=urn:s%7C" + key + "&_count=1"));
    String next = link(first, "next");

    assertThat(next).contains("_page=").doesNotContain(key).doesNotContain("identifier");
    String path = next.substring(next.indexOf("/fhir"));
    assertThat(server.get(path).statusCode()).isEqualTo(200);
    refused(server.get(path.substring(0, path.length() - 4) + "AAAA"), 400);
    refused(server.get(path.replace("/fhir/Patient", "/fhir/Observation")), 400);
  }

  @Test
  void totalIsCountedOnDemand() {
    IntStream.range(0, 3).forEach(i -> marked.patient("Total", "1970"));
    String search = "Patient?identifier=urn:s%7C" + key;

    JsonNode accurate = TestServer.json(server.get(search + "&_count=1&_total=accurate"));
    JsonNode count = TestServer.json(server.get(search + "&_summary=count"));
    JsonNode none = TestServer.json(server.get(search + "&_count=0"));

    assertThat(accurate.path("total").asInt()).isEqualTo(3);
    assertThat(count.path("total").asInt()).isEqualTo(3);
    assertThat(count.has("entry")).isFalse();
    assertThat(none.path("total").asInt()).isEqualTo(3);
    assertThat(none.has("entry")).isFalse();
  }

  @Test
  void severalSortKeysApplyInTurn() {
    String b1 = marked.death("male", "1980");
    String a2 = marked.death("female", "1990");
    String a1 = marked.death("female", "1970");
    String search = "Patient?identifier=urn:s%7C" + key + "&_sort=";

    assertThat(ids(TestServer.json(server.get(search + "gender,death-date"))))
        .containsExactly(a1, a2, b1);
    assertThat(ids(TestServer.json(server.get(search + "gender,-death-date"))))
        .containsExactly(a2, a1, b1);
    assertThat(ids(TestServer.json(server.get(search + "-death-date"))))
        .containsExactly(a2, b1, a1);
  }

  @Test
  void sortedPagesKeepTheirOrder() {
    List<String> expected = new ArrayList<>();
    for (int year = 1970; year < 1977; year++) {
      expected.add("Patient/" + marked.death("other", String.valueOf(year)));
    }

    assertThat(allPages(server, "Patient?identifier=urn:s%7C" + key + "&_sort=death-date&_count=2"))
        .isEqualTo(expected);
  }

  @Test
  void summariesLeaveOutWhatTheySay() {
    String id = marked.patient("Summary", "1970");

    JsonNode summary = TestServer.json(server.get("Patient/" + id + "?_summary=true"));
    JsonNode text = TestServer.json(server.get("Patient/" + id + "?_summary=text"));
    JsonNode data = TestServer.json(server.get("Patient/" + id + "?_summary=data"));
    JsonNode elements = TestServer.json(server.get("Patient/" + id + "?_elements=birthDate"));

    assertThat(summary.has("text")).isFalse();
    assertThat(summary.has("name")).isTrue();
    assertThat(summary.has("photo")).isFalse();
    assertThat(summary.at("/meta/tag").toString()).contains("SUBSETTED");
    assertThat(text.has("text")).isTrue();
    assertThat(text.has("name")).isFalse();
    assertThat(data.has("text")).isFalse();
    assertThat(data.has("maritalStatus")).isTrue();
    assertThat(elements.has("birthDate")).isTrue();
    assertThat(elements.has("name")).isFalse();
    assertThat(elements.at("/meta/tag").toString()).contains("SUBSETTED");
  }

  @Test
  void chainsReachThroughReferences() {
    String patient = marked.patient("Chain" + key.substring(0, 8), "1970");
    String observation = marked.observation(patient);

    for (String search :
        List.of(
            "Observation?subject:Patient.family=Chain" + key.substring(0, 8),
            "Observation?patient.family=Chain" + key.substring(0, 8),
            "Observation?subject:Patient.identifier=urn:s%7C" + key,
            "Observation?patient=" + patient,
            "Observation?subject=Patient/" + patient,
            "Observation?subject:Patient=" + patient)) {
      assertThat(ids(TestServer.json(server.get(search)))).as(search).containsExactly(observation);
    }
  }

  @Test
  void hasFindsWhatIsReferredTo() {
    String patient = marked.patient("Has", "1970");
    marked.patient("HasNot", "1970");
    marked.observation(patient);

    assertThat(
            ids(
                TestServer.json(
                    server.get(
                        "Patient?identifier=urn:s%7C"
                            + key
                            + "&_has:Observation:patient:code=urn:code%7Ccode-"
                            + key))))
        .containsExactly(patient);
  }

  @Test
  void filterCombinesConditions() {
    String first = marked.patient("Filtera", "1970");
    String second = marked.patient("Filterb", "1980");
    marked.patient("Filterc", "1990");
    String filter =
        "identifier eq urn:s|%s and (family eq Filtera or birthdate eq 1980)".formatted(key);

    assertThat(
            ids(
                TestServer.json(
                    server.get(
                        "Patient?_filter=" + filter.replace(" ", "%20").replace("|", "%7C")))))
        .containsExactlyInAnyOrder(first, second);
  }

  @Test
  void includesFollowReferencesBothWays() {
    String patient = marked.patient("Include", "1970");
    String observation = marked.observation(patient);

    JsonNode included =
        TestServer.json(
            server.get("Observation?_id=" + observation + "&_include=Observation:patient"));
    JsonNode reverse =
        TestServer.json(server.get("Patient?_id=" + patient + "&_revinclude=Observation:patient"));

    assertThat(references(included))
        .containsExactly("Observation/" + observation, "Patient/" + patient);
    assertThat(included.at("/entry/0/search/mode").asText()).isEqualTo("match");
    assertThat(included.at("/entry/1/search/mode").asText()).isEqualTo("include");
    assertThat(references(reverse))
        .containsExactly("Patient/" + patient, "Observation/" + observation);
  }

  @Test
  void searchByPostFindsTheSame() {
    String patient = marked.patient("Post", "1970");

    JsonNode found =
        TestServer.json(
            server.post(
                "Patient/_search",
                "identifier=urn:s%7C" + key,
                "Content-Type",
                "application/x-www-form-urlencoded"));

    assertThat(ids(found)).containsExactly(patient);
  }

  @Test
  void lenientSearchDropsWhatItDoesNotKnow() {
    String patient = marked.patient("Lenient", "1970");

    JsonNode found =
        TestServer.json(
            server.get("Patient?nosuch=x&identifier=urn:s%7C" + key, "Prefer", "handling=lenient"));

    assertThat(ids(found)).containsExactly(patient);
  }

  @Test
  void newSearchParameterFindsWhatIsStored() throws InterruptedException {
    String patient = marked.patient("Reindex", "1970");
    String code = "s" + key.replace("-", "");
    server.create(
        """
        {"resourceType":"SearchParameter","url":"http://example.org/%s","name":"%s",
         "status":"active","description":"d","code":"%s","base":["Patient"],"type":"token",
         "expression":"Patient.maritalStatus"}"""
            .formatted(code, code, code));

    List<String> found = List.of();
    Instant end = Instant.now().plusSeconds(150);
    while (found.isEmpty() && Instant.now().isBefore(end)) {
      Thread.sleep(1000);
      found = ids(TestServer.json(server.get("Patient?" + code + "=M&identifier=urn:s%7C" + key)));
    }

    assertThat(found).containsExactly(patient);
  }
}
