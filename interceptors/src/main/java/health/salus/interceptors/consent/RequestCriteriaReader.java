package health.salus.interceptors.consent;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Consent.provisionActorComponent;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/** Reads from a provision what it asks of a request. Not thread-safe. */
final class RequestCriteriaReader {
  private static final String PARTICIPATION =
      "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
  private static final Set<String> RECIPIENTS = Set.of("IRCP", "PRCP");
  private static final String ACTION = "http://terminology.hl7.org/CodeSystem/consentaction";
  private static final Set<String> ACTIONS =
      Set.of("collect", "access", "use", "disclose", "correct");

  private final Faults faults;

  RequestCriteriaReader(Faults faults) {
    this.faults = faults;
  }

  /** Reads the request criteria of a provision; missing ones are inherited. */
  RequestCriteria read(ProvisionComponent provision, String path, RequestCriteria inherited) {
    return new RequestCriteria(
        provision.hasPeriod()
            ? interval(provision.getPeriod(), path + ".period")
            : inherited.period(),
        provision.hasActor()
            ? faults.soundOr(List.of(), () -> actors(provision.getActor(), path))
            : inherited.actors(),
        provision.hasPurpose() ? purposes(provision.getPurpose(), path) : inherited.purposes(),
        provision.hasAction()
            ? faults.soundOr(Set.of(), () -> actions(provision.getAction(), path))
            : inherited.actions());
  }

  /** A period; always, if it cannot be understood. */
  Interval interval(Period period, String path) {
    try {
      Interval interval =
          new Interval(
              Optional.<@Nullable String>ofNullable(period.getStartElement().getValueAsString())
                  .map(Instants::start),
              Optional.<@Nullable String>ofNullable(period.getEndElement().getValueAsString())
                  .map(Instants::end));
      if (interval.equals(Interval.ALWAYS)) {
        faults.add(path, FaultCode.PERIOD_EMPTY);
      } else if (interval.isReversed()) {
        faults.add(path, FaultCode.PERIOD_REVERSED);
        return Interval.ALWAYS;
      }
      return interval;
    } catch (DateTimeException e) {
      faults.add(path, FaultCode.PERIOD_UNREADABLE);
      return Interval.ALWAYS;
    }
  }

  private List<Actor> actors(List<provisionActorComponent> stated, String path) {
    List<Actor> actors = new ArrayList<>();
    for (int i = 0; i < stated.size(); i++) {
      actor(stated.get(i), path + ".actor[" + i + "].reference").ifPresent(actors::add);
    }
    return actors;
  }

  private Optional<Actor> actor(provisionActorComponent stated, String path) {
    Set<String> roles = new HashSet<>();
    boolean recipient = !stated.hasRole();
    boolean ofDeployment = false;
    for (Coding role : stated.getRole().getCoding()) {
      boolean participation = PARTICIPATION.equals(role.getSystem());
      if (role.hasCode()) {
        roles.add(role.getCode());
        recipient |= participation && RECIPIENTS.contains(role.getCode());
        ofDeployment |= !participation;
      }
    }
    if (!stated.hasReference() && ofDeployment) {
      return Optional.of(new Actor(Address.NONE, roles, recipient));
    }
    if (!stated.getReference().hasReference()) {
      faults.add(path, FaultCode.ACTOR_WITHOUT_REFERENCE);
      return Optional.empty();
    }
    Optional<Address> address = Address.of(stated.getReference().getReference());
    if (address.isEmpty()) {
      faults.add(path, FaultCode.ACTOR_REFERENCE_UNREADABLE);
      return Optional.empty();
    }
    return Optional.of(new Actor(address.get(), roles, recipient));
  }

  private List<PurposeOfUse> purposes(List<Coding> stated, String path) {
    List<PurposeOfUse> purposes = new ArrayList<>();
    for (int i = 0; i < stated.size(); i++) {
      Coding purpose = stated.get(i);
      if (purpose.hasCode()) {
        purposes.add(
            new PurposeOfUse(purpose.hasSystem() ? purpose.getSystem() : "", purpose.getCode()));
      } else {
        faults.add(path + ".purpose[" + i + "]", FaultCode.PURPOSE_WITHOUT_CODE);
      }
    }
    return purposes;
  }

  private Set<String> actions(List<CodeableConcept> stated, String path) {
    Set<String> actions = new HashSet<>();
    for (int i = 0; i < stated.size(); i++) {
      Optional<String> known =
          stated.get(i).getCoding().stream()
              .filter(coding -> !coding.hasSystem() || ACTION.equals(coding.getSystem()))
              .filter(coding -> coding.hasCode() && ACTIONS.contains(coding.getCode()))
              .map(Coding::getCode)
              .findFirst();
      if (known.isEmpty()) {
        faults.add(path + ".action[" + i + "]", FaultCode.ACTION_UNKNOWN);
      }
      known.ifPresent(actions::add);
    }
    return actions;
  }

  /** When a consent begins to be in force. */
  Instant dateTime(String text) {
    try {
      return Instants.start(text);
    } catch (DateTimeException e) {
      faults.add("Consent.dateTime", FaultCode.DATE_UNREADABLE);
      return Instant.MIN;
    }
  }
}
