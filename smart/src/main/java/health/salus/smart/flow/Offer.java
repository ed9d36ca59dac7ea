package health.salus.smart.flow;

import health.salus.smart.client.Client;
import health.salus.smart.client.GrantType;
import health.salus.smart.scope.ScopeContext;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.scope.SmartScope;
import health.salus.smart.scope.SmartScopePermission;
import health.salus.smart.user.Role;
import health.salus.smart.user.User;
import java.util.List;
import java.util.stream.Stream;
import org.apache.shiro.mgt.SecurityManager;
import org.apache.shiro.subject.SimplePrincipalCollection;

/**
 * Computes the scopes that a user can give a client: the requested scopes, limited by the client's
 * registration and the user's roles. Shiro decides scope by scope; a scope beyond the limits is
 * narrowed or left out. Thread-safe.
 */
final class Offer {
  private final SecurityManager security;

  Offer(SecurityManager security) {
    this.security = security;
  }

  ScopeSet scopes(AuthorizationRequest request, User user) {
    Client client = request.client();
    SimplePrincipalCollection principals = new SimplePrincipalCollection(user, "users");
    ScopeSet registered =
        request
            .scopes()
            .keepClinical(scope -> scope.context() != ScopeContext.SYSTEM)
            .keepNamed(name -> client.allowedScopes().has(name) && makesSense(name, request, user))
            .limitedTo(client.allowedScopes().clinical());
    List<SmartScope> permitted =
        registered.clinical().stream()
            .flatMap(scope -> permitted(scope, user, principals))
            .toList();
    return new ScopeSet(registered.named(), permitted);
  }

  private Stream<SmartScope> permitted(
      SmartScope scope, User user, SimplePrincipalCollection principals) {
    if (security.isPermitted(principals, new SmartScopePermission(scope))) {
      return Stream.of(scope);
    }
    return Role.scopes(user.roles()).stream().flatMap(role -> scope.intersect(role).stream());
  }

  private static boolean makesSense(String name, AuthorizationRequest request, User user) {
    return switch (name) {
      case ScopeSet.LAUNCH -> request.launch().isPresent();
      case ScopeSet.FHIR_USER -> user.fhirUser().isPresent();
      case ScopeSet.OFFLINE_ACCESS, ScopeSet.ONLINE_ACCESS ->
          request.client().allows(GrantType.REFRESH_TOKEN);
      default -> true;
    };
  }
}
