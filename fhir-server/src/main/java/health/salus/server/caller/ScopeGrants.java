package health.salus.server.caller;

import health.salus.interceptors.auth.Criterion;
import health.salus.interceptors.auth.Grant;
import health.salus.interceptors.auth.Interaction;
import health.salus.smart.scope.ScopeParameter;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.scope.SmartScope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Maps granted scopes to the records of this server: {@code patient/} to the patient in context,
 * {@code user/} to the patients whom the user may see, {@code system/} to all patients. Pure.
 */
public final class ScopeGrants {
  private ScopeGrants() {}

  /**
   * The rights behind scopes.
   *
   * @param patient logical id of the patient in context
   * @param ofUser logical ids of the patients whom the user may see; empty for everybody
   */
  public static List<Grant> of(
      ScopeSet scopes, Optional<String> patient, Optional<Set<String>> ofUser) {
    Set<String> inContext =
        patient
            .filter(id -> ofUser.map(own -> own.contains(id)).orElse(true))
            .map(Set::of)
            .orElse(Set.of());
    return scopes.clinical().stream()
        .map(
            scope ->
                new Grant(
                    reach(scope, inContext, ofUser),
                    scope.type(),
                    interactions(scope),
                    criteria(scope)))
        .toList();
  }

  private static Optional<Set<String>> reach(
      SmartScope scope, Set<String> inContext, Optional<Set<String>> ofUser) {
    return switch (scope.context()) {
      case PATIENT -> Optional.of(inContext);
      case USER -> ofUser;
      case SYSTEM -> Optional.empty();
    };
  }

  private static Set<Interaction> interactions(SmartScope scope) {
    return scope.interactions().stream()
        .map(interaction -> Interaction.valueOf(interaction.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Criterion> criteria(SmartScope scope) {
    return scope.parameters().stream().map(ScopeGrants::criterion).toList();
  }

  private static Criterion criterion(ScopeParameter parameter) {
    return Criterion.of(parameter.name(), parameter.value());
  }
}
