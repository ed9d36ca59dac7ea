package health.salus.smart.scope;

import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The scopes that this server supports: scopes on its resource types, with token search parameters
 * of the type.
 *
 * @param types resource types
 * @param tokenParameter whether a type (first) has a token search parameter of a name (second)
 */
public record SupportedScopes(Set<String> types, BiPredicate<String, String> tokenParameter) {
  public SupportedScopes {
    types = Set.copyOf(types);
  }

  /** The set without unsupported scopes, which would be granted but never work. */
  public ScopeSet in(ScopeSet scopes) {
    return scopes.keepClinical(this::supports);
  }

  private boolean supports(SmartScope scope) {
    return (scope.type().equals(SmartScope.ANY_TYPE) || types.contains(scope.type()))
        && scope.parameters().stream()
            .allMatch(parameter -> tokenParameter.test(scope.type(), parameter.name()));
  }
}
