package health.salus.cli.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/**
 * A JWT that shows a token endpoint who is asking: ES384, good for one minute and once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523">RFC 7523</a>
 */
final class SignedAssertion {
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  private SignedAssertion() {}

  /**
   * @param issuer client whose key it is
   * @param audience the token endpoint, as the server names it
   * @param claims further claims, {@code sub} among them
   */
  static String of(
      ECKey key, String issuer, String audience, Map<String, String> claims, Clock clock) {
    Instant now = clock.instant();
    JWTClaimsSet.Builder set =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .jwtID(UUID.randomUUID().toString());
    claims.forEach(set::claim);
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES384)
            .keyID(key.getKeyID())
            .type(JOSEObjectType.JWT)
            .build();
    SignedJWT jwt = new SignedJWT(header, set.build());
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("the key is none for ES384", e);
    }
    return jwt.serialize();
  }
}
