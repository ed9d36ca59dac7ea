package health.salus.smart.token;

import java.util.Optional;

/** Looks a token up. Implementations are thread-safe. */
@FunctionalInterface
public interface TokenVerifier {
  /** What the token stands for; nothing if it is unknown, expired, revoked or malformed. */
  Optional<AccessToken> verify(String token);
}
