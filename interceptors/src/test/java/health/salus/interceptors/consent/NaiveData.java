package health.salus.interceptors.consent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Consent.provisionDataComponent;
import org.hl7.fhir.r4.model.Period;

/** Whether a resource meets a provision, after the plain rules of {@link NaiveConsents}. */
final class NaiveData {
  private final ResourceFacts facts;
  private final Function<String, Set<String>> referencesOf;

  NaiveData(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
    this.facts = facts;
    this.referencesOf = referencesOf;
  }

  boolean meets(List<ProvisionComponent> line, boolean permit, Optional<Boolean> option) {
    boolean label =
        NaiveRequest.stating(line, ProvisionComponent::hasSecurityLabel)
            .map(one -> labels(one.getSecurityLabel(), permit, NaiveRequest.permits(one, option)))
            .orElse(true);
    boolean dataPeriod =
        NaiveRequest.stating(line, ProvisionComponent::hasDataPeriod)
            .map(one -> dataPeriod(one.getDataPeriod(), permit))
            .orElse(true);
    boolean data =
        NaiveRequest.stating(line, ProvisionComponent::hasData)
            .map(one -> one.getData().stream().anyMatch(this::data))
            .orElse(true);
    boolean ofClass =
        NaiveRequest.stating(line, ProvisionComponent::hasClass_)
            .map(one -> one.getClass_().stream().anyMatch(this::ofClass))
            .orElse(true);
    boolean code =
        NaiveRequest.stating(line, ProvisionComponent::hasCode)
            .map(one -> one.getCode().stream().anyMatch(this::coded))
            .orElse(true);
    return label && dataPeriod && data && ofClass && code;
  }

  private boolean labels(List<Coding> labels, boolean permit, boolean statedByPermit) {
    boolean asPermit = reach(labels);
    boolean asDenial = labels.stream().anyMatch(this::triggers);
    if (permit) {
      return asPermit && (statedByPermit || asDenial);
    }
    return asDenial || (statedByPermit && asPermit);
  }

  private boolean reach(List<Coding> labels) {
    List<String> levels = codes(labels, Confidentiality.SYSTEM);
    List<String> sensitivities = codes(labels, ResourceFacts.ACT_CODE);
    List<String> others = codes(labels, "http://other");
    boolean level =
        levels.isEmpty()
            || levels.stream()
                .anyMatch(
                    one -> facts.confidentiality().compareTo(Confidentiality.valueOf(one)) <= 0);
    boolean sensitivity =
        sensitivities.isEmpty()
            || (sensitivities.containsAll(facts.sensitivities())
                && (!levels.isEmpty() || !facts.sensitivities().isEmpty()));
    boolean other =
        others.isEmpty()
            || others.stream().anyMatch(one -> facts.labels().contains("http://other|" + one));
    return level && sensitivity && other;
  }

  private boolean triggers(Coding label) {
    return switch (label.getSystem()) {
      case Confidentiality.SYSTEM ->
          facts.confidentiality().compareTo(Confidentiality.valueOf(label.getCode())) >= 0;
      case ResourceFacts.ACT_CODE -> facts.sensitivities().contains(label.getCode());
      default -> facts.labels().contains(label.getSystem() + "|" + label.getCode());
    };
  }

  private static List<String> codes(List<Coding> labels, String system) {
    return labels.stream()
        .filter(label -> label.getSystem().equals(system))
        .map(Coding::getCode)
        .toList();
  }

  private boolean dataPeriod(Period period, boolean permit) {
    Instant from =
        period.hasStart()
            ? NaiveRequest.day(period.getStartElement().getValueAsString())
            : Instant.MIN;
    Instant to = period.hasEnd() ? NaiveRequest.dayAfter(period) : Instant.MAX;
    if (permit && facts.type().equals("Patient")) {
      return true;
    }
    if (facts.from().isEmpty() && facts.to().isEmpty()) {
      return false;
    }
    Instant begin = facts.from().orElse(Instant.MIN);
    Instant end = facts.to().orElse(Instant.MAX);
    return permit
        ? !begin.isBefore(from) && !end.isAfter(to)
        : begin.isBefore(to) && end.isAfter(from);
  }

  private boolean data(provisionDataComponent data) {
    String reference = data.getReference().getReference();
    boolean itself = facts.address().equals(reference);
    boolean refersToIt = facts.references().contains(reference);
    boolean referredBy = referencesOf.apply(reference).contains(facts.address());
    return switch (data.getMeaning()) {
      case INSTANCE -> itself;
      case RELATED -> itself || refersToIt || referredBy;
      case DEPENDENTS -> itself || refersToIt;
      case AUTHOREDBY -> facts.authors().contains(reference);
      case NULL -> false;
    };
  }

  private boolean ofClass(Coding type) {
    return type.getSystem().equals("http://hl7.org/fhir/resource-types")
        ? facts.type().equals(type.getCode())
        : has(type);
  }

  private boolean coded(CodeableConcept concept) {
    return concept.getCoding().stream().anyMatch(this::has);
  }

  private boolean has(Coding coding) {
    return facts.codes().contains(ResourceFacts.code(coding.getSystem(), coding.getCode()));
  }
}
