package health.salus.interceptors.consent;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for any consents, requests and resources. */
class ConsentTablePropertyTest {
  private static final int PATIENTS = 600;
  private static final int REQUESTS = 20;

  private final Random seeded = new Random(20261124);
  private final RandomConsents random = new RandomConsents(seeded);
  private final RandomRequests requests = new RandomRequests(seeded);

  @ParameterizedTest
  @EnumSource(Combining.class)
  void decidesAndExplainsAsThePlainRules(Combining combining) {
    int permitted = 0;
    for (int patient = 0; patient < PATIENTS; patient++) {
      List<Consent> consents = random.consents();
      ConsentTable table = ConsentTable.compile("1", consents, combining);
      for (int request = 0; request < REQUESTS; request++) {
        ConsentContext context = requests.context();
        ImplicitPolicy policy = requests.policy();
        ResourceFacts facts = requests.facts();
        Map<String, Set<String>> references = requests.references();
        Function<String, Set<String>> referencesOf =
            address -> references.getOrDefault(address, Set.of());

        boolean decided = table.verdict(context, policy).test(facts, referencesOf);
        ConsentExplanation explanation = table.explain(context, policy, facts, referencesOf);

        boolean expected =
            new NaiveConsents(context, facts, referencesOf).permits(consents, combining, policy);
        assertThat(List.of(decided, explanation.decision() == ProvisionType.PERMIT))
            .as(() -> described(consents, context, policy, facts))
            .containsOnly(expected);
        permitted += expected ? 1 : 0;
      }
    }
    assertThat(permitted).isBetween(PATIENTS * REQUESTS / 10, PATIENTS * REQUESTS * 9 / 10);
  }

  @ParameterizedTest
  @EnumSource(Combining.class)
  void verdictHoldsUntilTheNextChange(Combining combining) {
    for (int patient = 0; patient < PATIENTS; patient++) {
      ConsentTable table = ConsentTable.compile("1", random.consents(), combining);
      ConsentContext now = requests.context();
      ConsentContext later =
          new ConsentContext(
              now.actors(), now.roles(), now.purposeOfUse(), now.action(), requests.instant());
      Optional<Instant> change = table.nextChange(now.now());

      if (later.now().isAfter(now.now()) && change.filter(later.now()::isBefore).isPresent()) {
        assertThat(table.verdict(later, ImplicitPolicy.BASIC))
            .isEqualTo(table.verdict(now, ImplicitPolicy.BASIC));
      }
    }
  }

  private static String described(
      List<Consent> consents, ConsentContext context, ImplicitPolicy policy, ResourceFacts facts) {
    StringBuilder text = new StringBuilder();
    for (Consent consent : consents) {
      text.append(FhirContext.forR4Cached().newJsonParser().encodeResourceToString(consent))
          .append('\n');
    }
    return text.append(context).append('\n').append(policy).append('\n').append(facts).toString();
  }
}
