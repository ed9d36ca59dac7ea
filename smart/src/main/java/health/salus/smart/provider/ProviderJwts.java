package health.salus.smart.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies JWTs of the provider: signature by one of its public keys, audience and times. A shared
 * secret or a missing signature is never accepted. Thread-safe.
 */
final class ProviderJwts {
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final String issuer;
  private final ProviderDocuments documents;
  private final Clock clock;

  ProviderJwts(String issuer, ProviderDocuments documents, Clock clock) {
    this.issuer = issuer;
    this.documents = documents;
    this.clock = clock;
  }

  /** The claims, if the token is valid for that audience. */
  Optional<JWTClaimsSet> claims(String token, String audience) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      boolean good =
          ALGORITHMS.contains(jwt.getHeader().getAlgorithm())
              && issuer.equals(claims.getIssuer())
              && claims.getAudience().contains(audience)
              && timely(claims)
              && signed(jwt);
      return good ? Optional.of(claims) : Optional.empty();
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  private boolean timely(JWTClaimsSet claims) {
    Instant now = clock.instant();
    return claims.getExpirationTime() != null
        && claims.getExpirationTime().toInstant().isAfter(now)
        && (claims.getNotBeforeTime() == null
            || !claims.getNotBeforeTime().toInstant().isAfter(now.plus(SKEW)))
        && (claims.getIssueTime() == null
            || !claims.getIssueTime().toInstant().isAfter(now.plus(SKEW)));
  }

  private boolean signed(SignedJWT jwt) {
    List<JWK> fitting = fitting(documents.keys(), jwt.getHeader());
    if (fitting.isEmpty()) {
      fitting = fitting(documents.refreshedKeys(), jwt.getHeader());
    }
    return fitting.stream().anyMatch(key -> verifies(key, jwt));
  }

  private static List<JWK> fitting(JWKSet keys, JWSHeader header) {
    JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
    return matcher == null ? List.of() : new JWKSelector(matcher).select(keys);
  }

  private static boolean verifies(JWK key, SignedJWT jwt) {
    try {
      if (key instanceof RSAKey rsa) {
        return jwt.verify(new RSASSAVerifier(rsa.toPublicJWK()));
      }
      return key instanceof ECKey curve && jwt.verify(new ECDSAVerifier(curve.toPublicJWK()));
    } catch (JOSEException e) {
      return false;
    }
  }
}
