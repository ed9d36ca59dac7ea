package health.salus.interceptors.auth;

import health.salus.interceptors.consent.Disclosure;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which resources of one type a caller may use for one kind of interaction. */
public sealed interface AccessFilter {
  /** All of them. */
  record Everything() implements AccessFilter {}

  /** None. */
  record Nothing() implements AccessFilter {}

  /**
   * Access to the resources that satisfy at least one of the alternatives, as far as patients
   * disclose them.
   *
   * @param alternatives what the scopes allow
   * @param disclosure what the patients allow
   */
  record Only(List<Alternative> alternatives, Disclosure disclosure) implements AccessFilter {
    public Only {
      alternatives = List.copyOf(alternatives);
    }
  }

  /**
   * Resources in the compartment of one of the patients that match every criterion.
   *
   * @param patients logical ids; empty for every patient
   */
  record Alternative(Optional<Set<String>> patients, List<Criterion> criteria) {
    public Alternative {
      patients = patients.map(Set::copyOf);
      criteria = List.copyOf(criteria);
    }
  }

  default boolean isEverything() {
    return this instanceof Everything;
  }

  default boolean isNothing() {
    return this instanceof Nothing;
  }
}
