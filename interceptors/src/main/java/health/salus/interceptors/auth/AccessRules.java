package health.salus.interceptors.auth;

import ca.uhn.fhir.context.FhirContext;
import health.salus.interceptors.auth.AccessFilter.Alternative;
import health.salus.interceptors.consent.Disclosure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the rights of a caller into the filter that a request needs. Pure and thread-safe. */
public final class AccessRules implements SearchRights {
  private static final Set<Interaction> READING = Set.of(Interaction.READ, Interaction.SEARCH);

  private static final List<Alternative> ALL =
      List.of(new Alternative(Optional.empty(), List.of()));

  private final PatientCompartment compartment;

  public AccessRules(FhirContext fhirContext) {
    this.compartment = new PatientCompartment(fhirContext);
  }

  public PatientCompartment compartment() {
    return compartment;
  }

  /**
   * Which resources of a type a caller may use for an interaction: what the scopes allow, as far as
   * patients disclose it. The creator of a resource need not be able to see it afterwards.
   */
  @Override
  public AccessFilter filter(Caller caller, String type, Interaction interaction) {
    AccessFilter scope = scope(caller, type, interaction);
    boolean disclosed =
        caller.disclosure().isEverything()
            || interaction == Interaction.CREATE
            || PatientCompartment.shares(type);
    if (disclosed || scope.isNothing()) {
      return scope;
    }
    List<Alternative> alternatives =
        scope instanceof AccessFilter.Only only ? only.alternatives() : ALL;
    return new AccessFilter.Only(alternatives, caller.disclosure());
  }

  /** Which resources of a type the scopes of a caller allow; several rights add up. */
  public AccessFilter scope(Caller caller, String type, Interaction interaction) {
    List<Alternative> alternatives = new ArrayList<>();
    for (Grant grant : caller.grants()) {
      if (!grant.covers(type, interaction)) {
        continue;
      }
      boolean world =
          grant.patients().isEmpty()
              || (READING.contains(interaction) && PatientCompartment.shares(type));
      if (world && grant.criteria().isEmpty()) {
        return new AccessFilter.Everything();
      }
      if (world) {
        alternatives.add(new Alternative(Optional.empty(), grant.criteria()));
      } else if (!type.equals(Grant.ANY_TYPE) && compartment.holds(type)) {
        alternatives.add(new Alternative(grant.patients(), grant.criteria()));
      }
    }
    return alternatives.isEmpty()
        ? new AccessFilter.Nothing()
        : new AccessFilter.Only(alternatives, Disclosure.EXEMPT);
  }

  /**
   * Whether a caller may use all resources of a type for an interaction, whatever patients say now
   * or later. What cannot be narrowed takes this right, so that a refusal never depends on data.
   */
  public boolean unlimited(Caller caller, String type, Interaction interaction) {
    return scope(caller, type, interaction).isEverything()
        && (caller.disclosure().exempt() || PatientCompartment.shares(type));
  }

  /** Whether a caller may use all resources of every type for an interaction, as things are. */
  public boolean everything(Caller caller, Interaction interaction) {
    return filter(caller, Grant.ANY_TYPE, interaction).isEverything();
  }

  /** Whether a caller may use some resource of some type for an interaction. */
  public boolean something(Caller caller, Interaction interaction) {
    return caller.grants().stream().anyMatch(grant -> grant.interactions().contains(interaction));
  }

  /**
   * To which resources of a type a written resource may refer. A caller with rights in every record
   * may name anything that patients disclose; one who is limited to patients may name what belongs
   * to them, whatever its type, and what describes the world.
   */
  public AccessFilter referable(Caller caller, String type) {
    Optional<Set<String>> patients = caller.patients();
    if (PatientCompartment.shares(type)
        || (patients.isEmpty() && caller.disclosure().isEverything())) {
      return new AccessFilter.Everything();
    }
    if (patients.isEmpty()) {
      return new AccessFilter.Only(ALL, caller.disclosure());
    }
    return compartment.holds(type)
        ? new AccessFilter.Only(List.of(new Alternative(patients, List.of())), caller.disclosure())
        : new AccessFilter.Nothing();
  }
}
