package health.salus.interceptors.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsentTableTest {
  private static final Instant NOW = Instant.parse("2022-06-01T00:00:00Z");
  private static final ConsentContext TREATMENT =
      new ConsentContext(Set.of("Practitioner/7"), Set.of(), "TREAT", "access", NOW);

  @Test
  void onePermissionIsOneCondition() {
    Consent consent = consent(ConsentProvisionType.PERMIT);
    consent
        .getProvision()
        .addSecurityLabel(new Coding().setSystem(Confidentiality.SYSTEM).setCode("N"));

    FactPredicate verdict = table(List.of(consent)).verdict(TREATMENT, ImplicitPolicy.BASIC);

    assertThat(verdict).isEqualTo(new FactPredicate.AtMost(Confidentiality.N));
  }

  @Test
  void permissionAndDenialAreTwoConditions() {
    Consent permit = consent(ConsentProvisionType.PERMIT);
    permit
        .getProvision()
        .addSecurityLabel(new Coding().setSystem(Confidentiality.SYSTEM).setCode("R"));
    Consent deny = consent(ConsentProvisionType.DENY);
    deny.getProvision()
        .addSecurityLabel(new Coding().setSystem(ResourceFacts.ACT_CODE).setCode("PSY"));

    FactPredicate verdict = table(List.of(permit, deny)).verdict(TREATMENT, ImplicitPolicy.BASIC);

    assertThat(verdict)
        .isEqualTo(
            new FactPredicate.All(
                List.of(
                    new FactPredicate.AtMost(Confidentiality.R),
                    new FactPredicate.Not(new FactPredicate.Labelled(Set.of("PSY"), Set.of())))));
  }

  @Test
  void thousandDenialsOfOneResourceAreOneConditionOfAThousand() {
    List<Consent> consents = new ArrayList<>();
    Set<String> addresses = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      Consent consent = consent(ConsentProvisionType.DENY);
      addresses.add("Observation/" + i);
      consent
          .getProvision()
          .addData()
          .setMeaning(ConsentDataMeaning.INSTANCE)
          .setReference(new Reference("Observation/" + i));
      consents.add(consent);
    }

    FactPredicate verdict = table(consents).verdict(TREATMENT, ImplicitPolicy.BASIC);

    assertThat(verdict).isEqualTo(new FactPredicate.Not(new FactPredicate.Instance(addresses)));
  }

  @Test
  void consentForOthersLeavesTheImplicitPolicy() {
    Consent consent = consent(ConsentProvisionType.DENY);
    consent.getProvision().addActor().setReference(new Reference("Practitioner/8"));

    ConsentTable table = table(List.of(consent));

    assertThat(table.verdict(TREATMENT, ImplicitPolicy.BASIC)).isEqualTo(FactPredicate.ALWAYS);
    assertThat(table.verdict(TREATMENT, ImplicitPolicy.DENY)).isEqualTo(FactPredicate.NEVER);
  }

  @Test
  void groupsAmongActorsAreNamed() {
    Consent consent = consent(ConsentProvisionType.DENY);
    for (String actor :
        List.of("Practitioner/1", "Organization/1", "CareTeam/1", "http://a/fhir/Group/1")) {
      consent.getProvision().addActor().setReference(new Reference(actor));
    }
    consent.getProvision().addProvision(permit("Group/2"));

    assertThat(table(List.of(consent)).groupActors())
        .containsExactlyInAnyOrder(
            "Organization/1", "CareTeam/1", "http://a/fhir/Group/1", "Group/1", "Group/2");
  }

  @Test
  void nextChangeIsTheNearestBeginningOrEnd() {
    Consent consent = consent(ConsentProvisionType.PERMIT);
    consent.setDateTimeElement(new DateTimeType("2022-03-01"));
    consent.getProvision().getPeriod().setStartElement(new DateTimeType("2022-04"));
    consent.getProvision().getPeriod().setEndElement(new DateTimeType("2022"));

    ConsentTable table = table(List.of(consent));

    Instant given = Instant.parse("2022-03-01T00:00:00Z");
    Instant begin = Instant.parse("2022-04-01T00:00:00Z");
    Instant end = Instant.parse("2023-01-01T00:00:00Z");
    assertThat(table.nextChange(Instant.EPOCH)).contains(given);
    assertThat(table.nextChange(given)).contains(begin);
    assertThat(table.nextChange(begin)).contains(end);
    assertThat(table.nextChange(end)).isEqualTo(Optional.empty());
  }

  /**
   * A second is plenty; the limit allows for a cold and busy machine, not for more than O(n log n).
   */
  @ParameterizedTest
  @EnumSource(Combining.class)
  @Timeout(10)
  void manyConsentsAreDecidedSoon(Combining combining) {
    List<Consent> consents = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Consent consent =
          consent(i % 2 == 0 ? ConsentProvisionType.DENY : ConsentProvisionType.PERMIT);
      consent.setDateTimeElement(new DateTimeType("%04d-01-01".formatted(1 + i % 2_000)));
      consent
          .getProvision()
          .addData()
          .setMeaning(ConsentDataMeaning.INSTANCE)
          .setReference(new Reference("Observation/" + i));
      ProvisionComponent nested = permit("Practitioner/" + i % 10);
      nested
          .addData()
          .setMeaning(ConsentDataMeaning.RELATED)
          .setReference(new Reference("Encounter/" + i));
      consent.getProvision().addProvision(nested);
      consents.add(consent);
    }

    ConsentTable table = ConsentTable.compile("1", consents, combining);
    FactPredicate verdict = table.verdict(TREATMENT, ImplicitPolicy.BASIC);

    assertThat(verdict.test(facts("Observation/9998"), address -> Set.of()))
        .isEqualTo(
            table
                    .explain(
                        TREATMENT,
                        ImplicitPolicy.BASIC,
                        facts("Observation/9998"),
                        address -> Set.of())
                    .decision()
                == ProvisionType.PERMIT);
  }

  private static ConsentTable table(List<Consent> consents) {
    return ConsentTable.compile("1", consents, Combining.DENY_OVERRIDES);
  }

  private static Consent consent(ConsentProvisionType type) {
    Consent consent = new Consent();
    consent.setId("c");
    consent.setStatus(ConsentState.ACTIVE);
    consent.getScope().addCoding().setCode("patient-privacy");
    consent.getProvision().setType(type);
    return consent;
  }

  private static ProvisionComponent permit(String actor) {
    ProvisionComponent permit = new ProvisionComponent();
    permit.setType(ConsentProvisionType.PERMIT);
    permit.addActor().setReference(new Reference(actor));
    return permit;
  }

  private static ResourceFacts facts(String address) {
    return new ResourceFacts(
        "Observation",
        address,
        Set.of("1"),
        Confidentiality.N,
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Set.of(),
        Set.of());
  }
}
