package health.salus.interceptors.consent;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import health.salus.interceptors.consent.ConsentExplanation.Basis;
import health.salus.interceptors.consent.ConsentExplanation.ConsideredRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.api.Test;

class ConsentExplanationTest {
  private static final ResourceFacts NORMAL = facts(Confidentiality.N, Set.of());
  private static final ResourceFacts PSYCHIATRIC = facts(Confidentiality.R, Set.of("PSY"));
  private static final String LEVEL_N =
      "'securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'N'}]";
  private static final String FOR_ONE = "'actor':[{'reference':{'reference':'Practitioner/1'}}]";

  @Test
  void permissionNamesItsRuleAndNeedsNoChange() {
    ConsentExplanation explanation = explain(NORMAL, "{'type':'permit'}");

    assertThat(explanation)
        .isEqualTo(
            new ConsentExplanation(
                ProvisionType.PERMIT,
                Basis.PROVISION,
                List.of(
                    new ConsideredRule(
                        "a", "Consent.provision", ProvisionType.PERMIT, Set.of(), true)),
                List.of()));
  }

  @Test
  void rulesThatDidNotMatchNameTheirCriteria() {
    ConsentExplanation explanation =
        explain(
            PSYCHIATRIC,
            "{'type':'permit',%s,'provision':[{'type':'deny','purpose':[{'code':'HRESCH'}],%s}]}"
                .formatted(LEVEL_N, FOR_ONE));

    assertThat(explanation.basis()).isEqualTo(Basis.LIMIT);
    assertThat(explanation.rules())
        .containsExactly(
            new ConsideredRule(
                "a",
                "Consent.provision.provision[0]",
                ProvisionType.DENY,
                Set.of(Dimension.ACTOR, Dimension.PURPOSE),
                false),
            new ConsideredRule(
                "a",
                "Consent.provision",
                ProvisionType.PERMIT,
                Set.of(Dimension.SECURITY_LABEL),
                true));
  }

  @Test
  void denialTellsWhatPurposeAndActorWouldChangeIt() {
    ConsentExplanation explanation =
        explain(
            NORMAL,
            "{'type':'deny','provision':[{'type':'permit',%s},{'type':'permit','purpose':[{'code':'HRESCH'}]}]}"
                .formatted(FOR_ONE));

    assertThat(explanation.wouldChange())
        .containsExactlyInAnyOrder(
            "an actor listed in Consent/a Consent.provision.provision[0]",
            "purposeOfUse HRESCH",
            "purposeOfUse BTG",
            "an end of Consent/a");
  }

  @Test
  void severalChangesThatAreNeededTogetherAreToldTogether() {
    ConsentExplanation explanation =
        explain(
            NORMAL,
            "{'type':'deny','purpose':[{'code':'TREAT'},{'code':'BTG'}],'provision':[{'type':'permit',"
                + "'purpose':[{'code':'HRESCH'}],'action':[{'coding':[{'code':'use'}]}],"
                + FOR_ONE
                + "}]}");

    assertThat(explanation.wouldChange())
        .containsExactly(
            "purposeOfUse HRESCH and an actor listed in Consent/a Consent.provision.provision[0]"
                + " and action use",
            "an end of Consent/a");
  }

  @Test
  void labelThatIsNotPermittedIsNamed() {
    ConsentExplanation explanation =
        explain(PSYCHIATRIC, "{'type':'permit','purpose':[{'code':'TREAT'}]," + LEVEL_N + "}");

    assertThat(explanation.wouldChange())
        .contains("a permit for label PSY", "a permit for label R");
  }

  @Test
  void absoluteDenialIsNotChangedByAnEmergency() {
    ConsentExplanation explanation =
        explain(NORMAL, "{'type':'deny','purpose':[{'code':'TREAT'},{'code':'ETREAT'}]}");

    assertThat(explanation.wouldChange()).containsExactly("an end of Consent/a");
  }

  @Test
  void twoDenialsAreNotUndoneByTheEndOfOne() {
    ConsentExplanation explanation = explain(NORMAL, "{'type':'deny'}", "{'type':'deny'}");

    assertThat(explanation.wouldChange()).containsExactly("purposeOfUse BTG");
  }

  @Test
  void faultDecidesAndItsCorrectionWouldChangeThat() {
    ConsentExplanation explanation = explain(NORMAL, "{'type':'deny','purpose':[{'display':'x'}]}");

    assertThat(explanation.basis()).isEqualTo(Basis.FAULT);
    assertThat(explanation.wouldChange()).contains("a correction of Consent/a");
  }

  private static ConsentExplanation explain(ResourceFacts facts, String... provisions) {
    List<Consent> consents = new ArrayList<>();
    for (String provision : provisions) {
      consents.add(consent(List.of("a", "b").get(consents.size()), provision));
    }
    return ConsentTable.compile("1", consents, Combining.DENY_OVERRIDES)
        .explain(
            new ConsentContext(
                Set.of("Practitioner/7"),
                Set.of(),
                "TREAT",
                "access",
                Instant.parse("2022-06-01T00:00:00Z")),
            ImplicitPolicy.BASIC,
            facts,
            address -> Set.of());
  }

  private static Consent consent(String id, String provision) {
    String json =
        "{'resourceType':'Consent','id':'%s','status':'active',"
            + "'scope':{'coding':[{'code':'patient-privacy'}]},'provision':%s}";
    return FhirContext.forR4Cached()
        .newJsonParser()
        .parseResource(Consent.class, json.formatted(id, provision).replace('\'', '"'));
  }

  private static ResourceFacts facts(Confidentiality level, Set<String> sensitivities) {
    return new ResourceFacts(
        "Observation",
        "Observation/1",
        Set.of("1"),
        level,
        sensitivities,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Set.of(),
        Set.of());
  }
}
