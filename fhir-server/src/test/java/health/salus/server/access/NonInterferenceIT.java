package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.interceptors.auth.ScopeRules;
import health.salus.interceptors.error.ErrorMapper;
import health.salus.interceptors.rules.ResultRules;
import health.salus.interceptors.rules.WriteRules;
import health.salus.server.TestServer;
import health.salus.server.access.Twins.Findings;
import health.salus.server.access.Twins.Tokens;
import health.salus.smart.user.Role;
import health.salus.storage.everything.RecordQuery;
import health.salus.storage.hapi.EntryGate;
import health.salus.storage.narrowing.HopFilters;
import health.salus.storage.narrowing.SearchNarrowing;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two servers that differ only in what a caller may not see answer that caller alike: bodies,
 * totals, pages, status codes, headers and error texts.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NonInterferenceIT {
  private static final long SEED = 20261124;
  @TempDir private static Path folder;
  private static Twins twins;

  @BeforeAll
  static void start() {
    twins = new Twins(folder);
    TwinData.load(twins.plain(), TwinData.visible());
    TwinData.load(twins.fuller(), TwinData.visible());
    TwinData.load(twins.fuller(), TwinData.hidden());
  }

  @AfterAll
  static void stop() {
    twins.close();
  }

  @Test
  @Order(1)
  void aPatientsAppIsAnsweredAlike() {
    check(
        "patient", twins.tokens(server -> TestUsers.patient(server, "v-p2", "patient/*.rs")), SEED);
  }

  @Test
  @Order(2)
  void aBackendServiceIsAnsweredAlike() {
    check("service", twins.tokens(server -> TestUsers.backend(server, "system/*.rs")), SEED + 1);
  }

  @Test
  @Order(3)
  void aClinicianIsAnsweredAlikeEvenWhomPatientsDenyByName() {
    TwinData.load(twins.fuller(), TwinData.hiddenFromPractitioner());
    check("clinician", clinician(), SEED + 2);
  }

  /** Each guard is needed: without it, one of its probes is answered differently. */
  static Stream<Arguments> guards() {
    String secret =
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},%s}";
    String toHidden = secret.formatted("\"subject\":{\"reference\":\"Patient/h-p1\"}");
    String gone =
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"DELETE\",\"url\":\"Observation/h-o2\"}}]}";
    return Stream.of(
        guard("search", "Patient?family=Hidden&_summary=count", SearchNarrowing.class),
        guard("has", "Patient?_has:Observation:subject:code=psyche", HopFilters.class),
        guard("included", "Patient?_id=v-p1&_revinclude=Observation:subject", ResultRules.class),
        guard("record", "Patient/v-p1/$everything?_count=3", RecordQuery.class),
        guard("history", "Observation/h-o2/_history", ScopeRules.class),
        guard("read", "Observation/h-o2", ScopeRules.class, ResultRules.class),
        guard("error", "Observation/h-o2", ErrorMapper.class),
        Arguments.of(TwinRequest.write("entry", "POST", "", gone), Set.of(EntryGate.class)),
        Arguments.of(
            TwinRequest.write("create", "POST", "Observation", toHidden),
            Set.of(WriteRules.class)));
  }

  private static Arguments guard(String kind, String path, Class<?>... off) {
    return Arguments.of(TwinRequest.get(kind, path), Set.of(off));
  }

  @Test
  @Order(4)
  void withAllGuardsTheProbesAreAnsweredAlike() {
    List<TwinRequest> probes = guards().map(guard -> (TwinRequest) guard.get()[0]).toList();

    assertThat(twins.compare(probes, clinician(), false).differences).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("guards")
  @Order(5)
  void withoutAGuardTheAnswersDiffer(TwinRequest probe, Set<Class<?>> off) {
    twins.weaken(off);

    assertThat(twins.compare(List.of(probe), clinician(), false).differences).isNotEmpty();
  }

  /** A visible resource that refers to a hidden one: a right guess is answered as a wrong one. */
  @Test
  @Order(6)
  void chainLooksThroughNothingHidden() {
    twins.weaken(Set.of());
    TwinData.load(twins.fuller(), TwinData.visibleBesideHidden());
    String right = "Observation?code=beside&encounter.identifier=right";
    String wrong = "Observation?code=beside&encounter.identifier=wrong";

    assertThat(total(right)).isEqualTo(total(wrong)).isZero();
    twins.weaken(Set.of(HopFilters.class));
    assertThat(total(right)).isEqualTo(1);
  }

  private static int total(String search) {
    return TestServer.json(
            twins.fuller().get(search + "&_summary=count", "Authorization", clinician().fuller()))
        .path("total")
        .asInt(-1);
  }

  private static Tokens clinician() {
    return twins.tokens(
        server -> TestUsers.person(server, Role.CLINICIAN, "Practitioner/v-dr", "user/*.cruds"));
  }

  private static void check(String caller, Tokens tokens, long seed) {
    List<TwinRequest> requests = new TwinRequests(seed).all();

    Findings findings = twins.compare(requests, tokens, true);

    System.out.println(caller + ": " + findings);
    assertThat(findings.differences).isEmpty();
    assertThat(findings.requests).isGreaterThanOrEqualTo(600);
    assertThat(findings.telling).as("requests that touch what is hidden").isGreaterThan(200);
  }
}
