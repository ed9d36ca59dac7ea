package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.access.Twins.Findings;
import health.salus.server.access.Twins.Tokens;
import health.salus.smart.user.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

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
    twins = new Twins(folder, Set.of());
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
    check(
        "clinician",
        twins.tokens(
            server ->
                TestUsers.person(server, Role.CLINICIAN, "Practitioner/v-dr", "user/*.cruds")),
        SEED + 2);
  }

  private static void check(String caller, Tokens tokens, long seed) {
    List<TwinRequest> requests = new TwinRequests(seed).all();

    Findings findings = twins.compare(requests, tokens, true);

    System.out.println(caller + ": " + findings);
    findings.differences.forEach(d -> System.out.println("DIFF " + caller + " " + d));
    assertThat(findings.differences).isEmpty();
    assertThat(findings.requests).isGreaterThanOrEqualTo(600);
    assertThat(findings.telling).as("requests that touch what is hidden").isGreaterThan(200);
  }
}
