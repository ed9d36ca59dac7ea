package health.salus.smart.token;

import java.util.Optional;

/**
 * The proofs that a bound token requires.
 *
 * @param key SHA-256 thumbprint of the DPoP key (RFC 9449, {@code jkt})
 * @param certificate SHA-256 thumbprint of the TLS certificate (RFC 8705, {@code x5t#S256})
 */
public record TokenBinding(Optional<String> key, Optional<String> certificate) {
  public static final TokenBinding NONE = new TokenBinding(Optional.empty(), Optional.empty());
}
