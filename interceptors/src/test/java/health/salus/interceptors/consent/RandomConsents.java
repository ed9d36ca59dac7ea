package health.salus.interceptors.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Consent.provisionActorComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/** Random consents from words so few that requests and resources often meet them. */
final class RandomConsents {
  private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
  private static final List<String> PURPOSES =
      List.of("TREAT", "TREAT", "HRESCH", "CLINTRCH", "HOPERAT", "BTG", "ETREAT", "HPAYMT");
  static final List<String> ACTORS =
      List.of("Practitioner/1", "Practitioner/2", "Organization/1", "http://other/Practitioner/1");
  static final List<String> DAYS =
      List.of("2022-01-01", "2022-03-01", "2022-06-01", "2022-09-01", "2022-12-31");
  static final List<String> ADDRESSES =
      List.of("Observation/1", "Observation/2", "Encounter/1", "Condition/1", "Patient/1");
  static final List<String> AUTHORS = List.of("Practitioner/8", "Practitioner/9");
  static final List<String> SENSITIVITIES = List.of("PSY", "HIV");
  static final List<String> CODES = List.of("a", "b");
  static final String CODE_SYSTEM = "http://codes";

  private final RandomGenerator random;
  private final Choice choice;

  RandomConsents(RandomGenerator random) {
    this.random = random;
    this.choice = new Choice(random);
  }

  List<Consent> consents() {
    List<Consent> consents = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      consents.add(consent(i));
    }
    return consents;
  }

  private Consent consent(int number) {
    Consent consent = new Consent();
    consent.setId("c" + number);
    consent.setStatus(choice.oneIn(12) ? ConsentState.INACTIVE : ConsentState.ACTIVE);
    consent
        .getScope()
        .addCoding()
        .setSystem("http://terminology.hl7.org/CodeSystem/consentscope")
        .setCode(choice.oneIn(12) ? "research" : "patient-privacy");
    if (!choice.oneIn(5)) {
      consent.setDateTimeElement(new DateTimeType(choice.one(DAYS)));
    }
    boolean option = choice.oneIn(4);
    if (option) {
      consent
          .getPolicyRule()
          .addCoding()
          .setSystem(ResourceFacts.ACT_CODE)
          .setCode(random.nextBoolean() ? "OPTIN" : "OPTOUT");
    }
    if (!choice.oneIn(8)) {
      consent.setProvision(root(option));
    }
    return consent;
  }

  private ProvisionComponent root(boolean option) {
    ProvisionComponent root = provision(random.nextInt(4));
    if (option && root.hasProvision() && random.nextBoolean()) {
      root.setTypeElement(null);
    }
    return root;
  }

  private ProvisionComponent provision(int levels) {
    ProvisionComponent provision = new ProvisionComponent();
    provision.setType(
        random.nextBoolean() ? ConsentProvisionType.PERMIT : ConsentProvisionType.DENY);
    sometimes(() -> provision.setPeriod(period()));
    sometimes(() -> few(() -> provision.addActor(actor())));
    sometimes(() -> few(() -> provision.addPurpose(coding(ACT_REASON, choice.one(PURPOSES)))));
    sometimes(
        () ->
            provision.addAction(
                concept(
                    "http://terminology.hl7.org/CodeSystem/consentaction",
                    choice.one(List.of("access", "disclose")))));
    sometimes(() -> few(() -> provision.addSecurityLabel(label())));
    sometimes(() -> provision.addClass_(ofClass()));
    sometimes(() -> provision.addCode(concept(CODE_SYSTEM, choice.one(CODES))));
    sometimes(() -> provision.setDataPeriod(period()));
    sometimes(() -> few(() -> data(provision)));
    for (int i = levels == 0 ? 0 : random.nextInt(3); i > 0; i--) {
      provision.addProvision(provision(levels - 1));
    }
    return provision;
  }

  private void data(ProvisionComponent provision) {
    ConsentDataMeaning meaning =
        choice.one(
            List.of(
                ConsentDataMeaning.INSTANCE,
                ConsentDataMeaning.RELATED,
                ConsentDataMeaning.DEPENDENTS,
                ConsentDataMeaning.AUTHOREDBY));
    provision
        .addData()
        .setMeaning(meaning)
        .setReference(
            new Reference(
                choice.one(meaning == ConsentDataMeaning.AUTHOREDBY ? AUTHORS : ADDRESSES)));
  }

  private provisionActorComponent actor() {
    provisionActorComponent actor = new provisionActorComponent();
    if (choice.oneIn(5)) {
      return actor.setRole(concept("http://roles", choice.one(List.of("nurse", "researcher"))));
    }
    String role = choice.one(List.of("IRCP", "IRCP", "PRCP", "CST"));
    if (!choice.oneIn(4)) {
      actor.setRole(concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", role));
    }
    return choice.oneIn(60)
        ? actor.setRole(
            concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"))
        : actor.setReference(new Reference(choice.one(ACTORS)));
  }

  private Coding label() {
    return switch (random.nextInt(5)) {
      case 0, 1 -> coding(Confidentiality.SYSTEM, choice.one(List.of("U", "L", "N", "R", "V")));
      case 2, 3 -> coding(ResourceFacts.ACT_CODE, choice.one(SENSITIVITIES));
      default -> coding("http://other", choice.one(CODES));
    };
  }

  private Coding ofClass() {
    return random.nextBoolean()
        ? coding(
            "http://hl7.org/fhir/resource-types", choice.one(List.of("Observation", "Condition")))
        : coding(CODE_SYSTEM, choice.one(CODES));
  }

  private Period period() {
    Period period = new Period();
    int from = random.nextInt(DAYS.size());
    int to = from + random.nextInt(DAYS.size() - from);
    boolean open = choice.oneIn(3);
    if (!open || random.nextBoolean()) {
      period.setStartElement(new DateTimeType(DAYS.get(from)));
    }
    if (!open || !period.hasStart()) {
      period.setEndElement(new DateTimeType(DAYS.get(to)));
    }
    return period;
  }

  private void sometimes(Runnable action) {
    if (choice.oneIn(4)) {
      action.run();
    }
  }

  private void few(Runnable action) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      action.run();
    }
  }

  private static Coding coding(String system, String code) {
    return new Coding().setSystem(system).setCode(code);
  }

  private static CodeableConcept concept(String system, String code) {
    return new CodeableConcept().addCoding(coding(system, code));
  }
}
