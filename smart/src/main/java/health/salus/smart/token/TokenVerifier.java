package health.salus.smart.token;

import java.util.Optional;

/** Verifies access tokens. Implementations are thread-safe. */
@FunctionalInterface
public interface TokenVerifier {
  /** The valid token; empty if it is unknown, expired, revoked or malformed. */
  Optional<AccessToken> verify(String token);
}
