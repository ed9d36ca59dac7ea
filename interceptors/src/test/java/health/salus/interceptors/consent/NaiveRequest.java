package health.salus.interceptors.consent;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Consent.provisionActorComponent;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/** Whether a request meets a provision, after the plain rules of {@link NaiveConsents}. */
final class NaiveRequest {
  private static final Set<String> EMERGENCY = Set.of("BTG", "ETREAT");
  private static final Map<String, String> PARENT =
      Map.of("COC", "TREAT", "CLINTRCHPC", "CLINTRCH", "CLINTRCH", "HRESCH", "HQUALIMP", "HOPERAT");

  private final ConsentContext context;

  NaiveRequest(ConsentContext context) {
    this.context = context;
  }

  boolean isEmergency() {
    return EMERGENCY.contains(context.purposeOfUse());
  }

  static boolean hasFaultyActor(ProvisionComponent provision) {
    return provision.getActor().stream()
        .anyMatch(actor -> !actor.hasReference() && isRecipient(actor));
  }

  static boolean permits(ProvisionComponent provision, Optional<Boolean> option) {
    return provision.hasType()
        ? provision.getType() == ConsentProvisionType.PERMIT
        : option.orElseThrow();
  }

  /** The provision nearest to the last one that states something; empty if none does. */
  static Optional<ProvisionComponent> stating(
      List<ProvisionComponent> line, Predicate<ProvisionComponent> states) {
    return line.stream().filter(states).reduce((first, second) -> second);
  }

  boolean meets(List<ProvisionComponent> line, boolean permit) {
    List<Coding> purposes =
        stating(line, ProvisionComponent::hasPurpose)
            .map(ProvisionComponent::getPurpose)
            .orElse(List.of());
    if (isEmergency() && purposes.stream().noneMatch(one -> EMERGENCY.contains(one.getCode()))) {
      return false;
    }
    boolean purpose =
        purposes.isEmpty() || purposes.stream().anyMatch(one -> purpose(one.getCode(), permit));
    boolean period =
        stating(line, ProvisionComponent::hasPeriod)
            .map(one -> in(one.getPeriod(), context.now()))
            .orElse(true);
    boolean actor =
        stating(line, ProvisionComponent::hasActor)
            .map(
                one ->
                    hasFaultyActor(one)
                        || one.getActor().stream().anyMatch(each -> actor(each, permit)))
            .orElse(true);
    boolean action =
        stating(line, ProvisionComponent::hasAction)
            .map(
                one ->
                    one.getAction().stream()
                        .map(concept -> concept.getCodingFirstRep().getCode())
                        .anyMatch(context.action()::equals))
            .orElse(true);
    return purpose && period && actor && action;
  }

  private boolean purpose(String stated, boolean permit) {
    if (isEmergency()) {
      return permit ? stated.equals(context.purposeOfUse()) : EMERGENCY.contains(stated);
    }
    for (@Nullable String code = context.purposeOfUse(); code != null; code = PARENT.get(code)) {
      if (code.equals(stated)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRecipient(provisionActorComponent actor) {
    @Nullable String code = actor.getRole().getCodingFirstRep().getCode();
    return code == null || code.equals("IRCP") || code.equals("PRCP");
  }

  private boolean actor(provisionActorComponent actor, boolean permit) {
    if (!actor.hasReference()) {
      return context.roles().contains(actor.getRole().getCodingFirstRep().getCode());
    }
    String reference = actor.getReference().getReference();
    boolean absolute = reference.startsWith("http://other/");
    boolean named =
        context.actors().contains(reference)
            || (absolute
                && !permit
                && context.actors().contains(reference.substring("http://other/".length())));
    return named && (isRecipient(actor) || !permit);
  }

  static boolean in(Period period, Instant instant) {
    boolean begun =
        !period.hasStart() || !instant.isBefore(day(period.getStartElement().getValueAsString()));
    return begun && (!period.hasEnd() || instant.isBefore(dayAfter(period)));
  }

  static Instant day(String text) {
    return Instant.parse(text + "T00:00:00Z");
  }

  static Instant dayAfter(Period period) {
    return day(period.getEndElement().getValueAsString()).plusSeconds(24 * 60 * 60);
  }
}
