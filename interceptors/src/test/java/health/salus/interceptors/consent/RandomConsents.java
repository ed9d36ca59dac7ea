package health.salus.interceptors.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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

/** Random consents, requests and resources from words so few that they often meet. */
final class RandomConsents {
  private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
  private static final List<String> PURPOSES =
      List.of("TREAT", "TREAT", "HRESCH", "CLINTRCH", "HOPERAT", "BTG", "ETREAT", "HPAYMT");
  private static final List<String> ASKED =
      List.of("TREAT", "TREAT", "COC", "CLINTRCHPC", "HQUALIMP", "BTG", "ETREAT", "HPAYMT");
  private static final List<String> ACTORS =
      List.of("Practitioner/1", "Practitioner/2", "Organization/1", "http://other/Practitioner/1");
  private static final List<String> DAYS =
      List.of("2022-01-01", "2022-03-01", "2022-06-01", "2022-09-01", "2022-12-31");
  private static final List<String> ADDRESSES =
      List.of("Observation/1", "Observation/2", "Encounter/1", "Condition/1");
  private static final List<String> AUTHORS = List.of("Practitioner/8", "Practitioner/9");
  private static final List<String> SENSITIVITIES = List.of("PSY", "HIV");
  private static final List<String> CODES = List.of("a", "b");
  private static final String CODE_SYSTEM = "http://codes";

  private final RandomGenerator random;

  RandomConsents(RandomGenerator random) {
    this.random = random;
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
    consent.setStatus(oneIn(12) ? ConsentState.INACTIVE : ConsentState.ACTIVE);
    consent
        .getScope()
        .addCoding()
        .setSystem("http://terminology.hl7.org/CodeSystem/consentscope")
        .setCode(oneIn(12) ? "research" : "patient-privacy");
    if (!oneIn(5)) {
      consent.setDateTimeElement(new DateTimeType(one(DAYS)));
    }
    boolean option = oneIn(4);
    if (option) {
      consent
          .getPolicyRule()
          .addCoding()
          .setSystem(ResourceFacts.ACT_CODE)
          .setCode(random.nextBoolean() ? "OPTIN" : "OPTOUT");
    }
    if (!oneIn(8)) {
      ProvisionComponent root = provision(random.nextInt(4));
      if (option && root.hasProvision() && random.nextBoolean()) {
        root.setTypeElement(null);
      }
      consent.setProvision(root);
    }
    return consent;
  }

  private ProvisionComponent provision(int levels) {
    ProvisionComponent provision = new ProvisionComponent();
    provision.setType(
        random.nextBoolean() ? ConsentProvisionType.PERMIT : ConsentProvisionType.DENY);
    sometimes(() -> provision.setPeriod(period()));
    sometimes(() -> few(() -> provision.addActor(actor())));
    sometimes(() -> few(() -> provision.addPurpose(coding(ACT_REASON, one(PURPOSES)))));
    sometimes(
        () ->
            provision.addAction(
                concept(
                    "http://terminology.hl7.org/CodeSystem/consentaction",
                    one(List.of("access", "disclose")))));
    sometimes(() -> few(() -> provision.addSecurityLabel(label())));
    sometimes(() -> provision.addClass_(ofClass()));
    sometimes(() -> provision.addCode(concept(CODE_SYSTEM, one(CODES))));
    sometimes(() -> provision.setDataPeriod(period()));
    sometimes(() -> few(() -> data(provision)));
    for (int i = levels == 0 ? 0 : random.nextInt(3); i > 0; i--) {
      provision.addProvision(provision(levels - 1));
    }
    return provision;
  }

  private void data(ProvisionComponent provision) {
    ConsentDataMeaning meaning =
        one(
            List.of(
                ConsentDataMeaning.INSTANCE,
                ConsentDataMeaning.RELATED,
                ConsentDataMeaning.DEPENDENTS,
                ConsentDataMeaning.AUTHOREDBY));
    provision
        .addData()
        .setMeaning(meaning)
        .setReference(
            new Reference(one(meaning == ConsentDataMeaning.AUTHOREDBY ? AUTHORS : ADDRESSES)));
  }

  private provisionActorComponent actor() {
    provisionActorComponent actor = new provisionActorComponent();
    if (oneIn(5)) {
      return actor.setRole(concept("http://roles", one(List.of("nurse", "researcher"))));
    }
    String role = one(List.of("IRCP", "IRCP", "PRCP", "CST"));
    if (!oneIn(4)) {
      actor.setRole(concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", role));
    }
    return oneIn(60)
        ? actor.setRole(
            concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"))
        : actor.setReference(new Reference(one(ACTORS)));
  }

  private Coding label() {
    return switch (random.nextInt(5)) {
      case 0, 1 -> coding(Confidentiality.SYSTEM, one(List.of("U", "L", "N", "R", "V")));
      case 2, 3 -> coding(ResourceFacts.ACT_CODE, one(SENSITIVITIES));
      default -> coding("http://other", one(CODES));
    };
  }

  private Coding ofClass() {
    return random.nextBoolean()
        ? coding("http://hl7.org/fhir/resource-types", one(List.of("Observation", "Condition")))
        : coding(CODE_SYSTEM, one(CODES));
  }

  private Period period() {
    Period period = new Period();
    int from = random.nextInt(DAYS.size());
    int to = from + random.nextInt(DAYS.size() - from);
    boolean open = oneIn(3);
    if (!open || random.nextBoolean()) {
      period.setStartElement(new DateTimeType(DAYS.get(from)));
    }
    if (!open || !period.hasStart()) {
      period.setEndElement(new DateTimeType(DAYS.get(to)));
    }
    return period;
  }

  ConsentContext context() {
    return new ConsentContext(
        some(ACTORS),
        some(List.of("nurse", "researcher")),
        one(ASKED),
        oneIn(4) ? "disclose" : "access",
        instant());
  }

  Instant instant() {
    return Instant.parse(one(DAYS) + "T12:00:00Z");
  }

  ResourceFacts facts() {
    String address = one(ADDRESSES);
    Optional<Instant> from = oneIn(4) ? Optional.empty() : Optional.of(instant());
    Optional<Instant> to =
        oneIn(4)
            ? Optional.empty()
            : Optional.of(from.orElseGet(this::instant).plusSeconds(random.nextInt(1, 10_000_000)));
    Set<Long> codes = new HashSet<>();
    some(CODES).forEach(code -> codes.add(ResourceFacts.code(CODE_SYSTEM, code)));
    Set<String> labels = new HashSet<>();
    some(CODES).forEach(code -> labels.add("http://other|" + code));
    return new ResourceFacts(
        address.substring(0, address.indexOf('/')),
        address,
        Set.of("1"),
        one(List.of(Confidentiality.values())),
        some(SENSITIVITIES),
        labels,
        from,
        to,
        some(AUTHORS),
        some(ADDRESSES),
        codes);
  }

  Map<String, Set<String>> references() {
    return Map.of("Encounter/1", some(ADDRESSES), "Observation/2", some(ADDRESSES));
  }

  ImplicitPolicy policy() {
    return one(List.of(ImplicitPolicy.values()));
  }

  private void sometimes(Runnable action) {
    if (oneIn(4)) {
      action.run();
    }
  }

  private void few(Runnable action) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      action.run();
    }
  }

  private boolean oneIn(int bound) {
    return random.nextInt(bound) == 0;
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private Set<String> some(List<String> choices) {
    Set<String> some = new HashSet<>();
    Consumer<String> add = some::add;
    choices.stream().filter(choice -> oneIn(2)).forEach(add);
    return some;
  }

  private static Coding coding(String system, String code) {
    return new Coding().setSystem(system).setCode(code);
  }

  private static CodeableConcept concept(String system, String code) {
    return new CodeableConcept().addCoding(coding(system, code));
  }
}
