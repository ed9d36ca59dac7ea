package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.annotation.Operation;
import health.salus.interceptors.auth.ScopeRules;
import health.salus.interceptors.masking.MaskedAnswers;
import health.salus.interceptors.masking.MaskedResults;
import health.salus.interceptors.masking.MaskedSearches;
import health.salus.interceptors.masking.MaskedWrites;
import health.salus.interceptors.operation.OperationAllowList;
import health.salus.interceptors.paging.PageLinks;
import health.salus.server.TestServer;
import health.salus.server.consent.OfficeRules;
import health.salus.server.label.Labelling;
import health.salus.smart.user.Role;
import health.salus.storage.narrowing.SearchHops;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards whose absence shows on one server: each is switched off in turn, and something goes
 * through. {@link NonInterferenceIT} does the same for those that it takes two servers to see.
 */
class WithoutGuardsIT {
  private static final String SSN = "123-45-6789";
  private static final String PATIENT =
      """
      {"resourceType":"Patient","id":"masked","birthDate":"1970-05-05","name":[{"family":"Guarded"}],
       "identifier":[{"system":"http://hl7.org/fhir/sid/us-ssn","value":"%s"}]}"""
          .formatted(SSN);
  private static final String DISORDER =
      """
      {"resourceType":"Condition","id":"disorder","subject":{"reference":"Patient/denying"},
       "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"F20.0"}]}}""";

  @TempDir private static Path folder;
  private static TestServer server;

  /**
   * What a guard holds back.
   *
   * @param goesThrough asks, and tells whether what the guard should hold back got through
   * @param off guards that have to be off together, because they back each other up
   */
  private record Probe(String name, Attempt goesThrough, Set<Class<?>> off) {
    @Override
    public String toString() {
      return name;
    }
  }

  @FunctionalInterface
  private interface Attempt {
    boolean succeeds(TestServer on);
  }

  @BeforeAll
  static void start() {
    server = TestServer.separate(folder);
    Consents consents = new Consents(server);
    put(PATIENT);
    consents.put("masked", "\"type\":\"permit\"," + Consents.purpose("HRESCH"));
    put("{\"resourceType\":\"Patient\",\"id\":\"denying\"}");
    consents.put(
        "denying",
        "\"type\":\"permit\",\"provision\":[{\"type\":\"deny\",\"securityLabel\":[{\"system\":\"%s\",\"code\":\"PSY\"}]}]"
            .formatted(Consents.ACT_CODE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Stream<Probe> probes() {
    return Stream.of(
        probe(
            "operation",
            WithoutGuardsIT::unlistedOperationAnswers,
            OperationAllowList.class,
            ScopeRules.class),
        probe(
            "hop",
            on ->
                as(on, clinician(on), "Observation?patient._has:Observation:subject:code=x") == 200,
            SearchHops.class),
        probe("page of another", WithoutGuardsIT::turnsThePageOfAnother, PageLinks.class),
        probe("consent written by a clinician", WithoutGuardsIT::writesConsent, OfficeRules.class),
        probe(
            "search by a masked element",
            on -> as(on, researcher(on), "Patient?birthdate=1970-05-05") == 200,
            MaskedSearches.class),
        probe(
            "read of a masked element",
            on -> shows(on, researcher(on), "Patient/masked", "Guarded"),
            MaskedResults.class,
            MaskedAnswers.class),
        probe(
            "answer with a masked element", WithoutGuardsIT::isAnsweredInFull, MaskedAnswers.class),
        probe("masked copy written back", WithoutGuardsIT::losesTheTruth, MaskedWrites.class),
        probe("label taken off", WithoutGuardsIT::staysUnlabelled, Labelling.class));
  }

  @Test
  void nothingGoesThroughWithAllGuards() {
    weaken(Set.of());

    assertThat(probes().filter(probe -> probe.goesThrough().succeeds(server))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("probes")
  void withoutItsGuardItGoesThrough(Probe probe) {
    weaken(probe.off());

    assertThat(probe.goesThrough().succeeds(server)).isTrue();
  }

  private static Probe probe(String name, Attempt goesThrough, Class<?>... off) {
    return new Probe(name, goesThrough, Set.of(off));
  }

  private static void weaken(Set<Class<?>> off) {
    server.weaken(Set.of());
    put(PATIENT);
    server.weaken(off);
  }

  /** An operation that is on no list. */
  public static final class Unlisted {
    /** Answers anybody. */
    @Operation(name = "$unlisted", idempotent = true)
    public Parameters unlisted() {
      return new Parameters();
    }
  }

  private static boolean unlistedOperationAnswers(TestServer on) {
    on.offer(new Unlisted());
    return as(on, clinician(on), "$unlisted") == 200;
  }

  private static boolean turnsThePageOfAnother(TestServer on) {
    String first = on.get("Patient?_count=1").body();
    String next = first.replaceAll("(?s).*\"relation\":\"next\",\"url\":\"([^\"]+)\".*", "$1");
    return as(on, clinician(on), next.substring(next.indexOf("/fhir") + "/fhir".length() + 1))
        == 200;
  }

  private static boolean writesConsent(TestServer on) {
    String consent = Consents.consent("masked", "\"type\":\"permit\"");
    return send(on, "POST", "Consent", consent, clinician(on)).statusCode() == 201;
  }

  /** A nurse writes what they see, the last digits of a number, and gets the number. */
  private static boolean isAnsweredInFull(TestServer on) {
    String nurse = nurse(on);
    String seen = send(on, "GET", "Patient/masked", null, nurse).body();
    return send(on, "PUT", "Patient/masked", seen, nurse).body().contains(SSN);
  }

  private static boolean losesTheTruth(TestServer on) {
    String nurse = nurse(on);
    String seen = send(on, "GET", "Patient/masked", null, nurse).body();
    send(on, "PUT", "Patient/masked", seen, nurse);
    return !on.get("Patient/masked").body().contains(SSN);
  }

  private static boolean staysUnlabelled(TestServer on) {
    assertThat(on.put("Condition/disorder", DISORDER).statusCode()).isBetween(200, 201);
    return as(on, clinician(on), "Condition/disorder") == 200;
  }

  private static boolean shows(TestServer on, String token, String path, String text) {
    HttpResponse<String> answer = send(on, "GET", path, null, token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().contains(text);
  }

  private static int as(TestServer on, String token, String path) {
    return send(on, "GET", path, null, token).statusCode();
  }

  private static HttpResponse<String> send(
      TestServer on, String method, String path, String body, String token) {
    return on.send(method, path, body, "Authorization", token);
  }

  private static void put(String json) {
    String id = json.replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
    assertThat(server.put("Patient/" + id, json).statusCode()).isBetween(200, 201);
  }

  private static String clinician(TestServer on) {
    return TestUsers.clinician(on, "user/*.cruds");
  }

  private static String nurse(TestServer on) {
    return TestUsers.withRole(on, Role.NURSE, "user/*.cruds");
  }

  private static String researcher(TestServer on) {
    return TestUsers.withRole(on, Role.RESEARCHER, "user/*.rs");
  }
}
