package health.salus.smart.token;

import java.util.Optional;
import org.apache.shiro.authc.AuthenticationException;
import org.apache.shiro.authc.BearerToken;
import org.apache.shiro.mgt.SecurityManager;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens with Shiro, whose realm reads the store. Uses no session and no thread-local.
 * Thread-safe.
 */
public final class ShiroTokenVerifier implements TokenVerifier {
  private final SecurityManager security;

  public ShiroTokenVerifier(SecurityManager security) {
    this.security = security;
  }

  @Override
  public Optional<AccessToken> verify(String token) {
    try {
      @Nullable AccessToken found =
          security
              .authenticate(new BearerToken(token))
              .getPrincipals()
              .oneByType(AccessToken.class);
      return Optional.ofNullable(found);
    } catch (AuthenticationException e) {
      return Optional.empty();
    }
  }
}
