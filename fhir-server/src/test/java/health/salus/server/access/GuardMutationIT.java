package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.interceptors.auth.ScopeRules;
import health.salus.server.access.Twins.Findings;
import health.salus.server.access.Twins.Tokens;
import health.salus.server.storage.EntryGate;
import health.salus.smart.user.Role;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Without a guard, servers that differ in what is hidden answer differently. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuardMutationIT {
  private static final long SEED = 20261124;
  @TempDir private static Path folder;

  @BeforeAll
  static void load() {
    try (Twins twins = new Twins(folder, Set.of())) {
      TwinData.load(twins.plain(), TwinData.visible());
      TwinData.load(twins.fuller(), TwinData.visible());
      TwinData.load(twins.fuller(), TwinData.hidden());
    }
  }

  @Test
  @Order(1)
  void withAllGuardsNothingDiffers() {
    assertThat(without().differences).isEmpty();
  }

  @Test
  @Order(2)
  void withoutNarrowingSearchesDiffer() {
    assertCaught("search", SearchNarrowing.class);
  }

  @Test
  @Order(3)
  void withoutTheSecondLockIncludedResourcesAndHistoriesDiffer() {
    assertCaught("history", ResultRules.class);
  }

  @Test
  @Order(4)
  void withoutBothLocksOfInstancesReadsDiffer() {
    assertCaught("read", ScopeRules.class, ResultRules.class);
  }

  @Test
  @Order(5)
  void withoutTheGateOfEntriesAndTheSecondLockBundlesDiffer() {
    assertCaught("batch", EntryGate.class, ResultRules.class);
  }

  @Test
  @Order(6)
  void withoutRulesOfWritesReferencesTellWhatThereIs() {
    assertCaught("create", WriteRules.class);
  }

  private static void assertCaught(String kind, Class<?>... off) {
    Findings findings = without(off);

    System.out.println(Set.of(off) + ": " + findings.differences.size() + " differences");
    assertThat(findings.kinds).anyMatch(found -> found.startsWith(kind));
  }

  private static Findings without(Class<?>... off) {
    try (Twins twins = new Twins(folder, Set.of(off))) {
      Tokens tokens =
          twins.tokens(
              server ->
                  TestUsers.person(server, Role.CLINICIAN, "Practitioner/v-dr", "user/*.cruds"));
      return twins.compare(new TwinRequests(SEED).all(), tokens, false);
    }
  }
}
