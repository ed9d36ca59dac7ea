package health.salus.smart.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Optional;

/**
 * Verifies the signature of a client's JWT: RS384 or ES384 only, with a registered key chosen by
 * id, type and algorithm. The JWT never chooses the source of the key: {@code jku} must equal the
 * registered URL. Thread-safe.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/client-confidential-asymmetric.html">Asymmetric
 *     client authentication</a>
 */
public final class ClientAssertions {
  private static final int MIN_RSA_BITS = 2048;

  private final ClientKeySets keySets;

  public ClientAssertions(ClientKeySets keySets) {
    this.keySets = keySets;
  }

  /** The parsed, unverified JWT; empty if the text is no JWT. */
  static Optional<SignedJWT> parse(String text) {
    try {
      return Optional.of(SignedJWT.parse(text));
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** Whether a registered key of this client signed it. */
  boolean signedBy(Client client, SignedJWT jwt) throws FetchException {
    JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
    String keyId = jwt.getHeader().getKeyID();
    boolean acceptable =
        (JWSAlgorithm.RS384.equals(algorithm) || JWSAlgorithm.ES384.equals(algorithm))
            && keyId != null
            && jwt.getHeader().getJWK() == null
            && jkuIsRegistered(client, jwt);
    if (!acceptable) {
      return false;
    }
    Optional<JWK> key = select(keySets.of(client), keyId, algorithm);
    if (key.isEmpty()) {
      key = select(keySets.refreshed(client), keyId, algorithm);
    }
    return key.isPresent() && verified(key.get(), jwt);
  }

  private static boolean jkuIsRegistered(Client client, SignedJWT jwt) {
    return jwt.getHeader().getJWKURL() == null
        || client.jwksUrl().filter(jwt.getHeader().getJWKURL().toString()::equals).isPresent();
  }

  private static Optional<JWK> select(JWKSet keys, String keyId, JWSAlgorithm algorithm) {
    return keys.getKeys().stream()
        .filter(key -> keyId.equals(key.getKeyID()))
        .filter(key -> key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
        .filter(key -> key.getAlgorithm() == null || algorithm.equals(key.getAlgorithm()))
        .filter(key -> fits(key, algorithm))
        .findFirst();
  }

  private static boolean fits(JWK key, JWSAlgorithm algorithm) {
    return JWSAlgorithm.RS384.equals(algorithm)
        ? key instanceof RSAKey rsa && rsa.size() >= MIN_RSA_BITS
        : key instanceof ECKey curve && Curve.P_384.equals(curve.getCurve());
  }

  private static boolean verified(JWK key, SignedJWT jwt) {
    try {
      JWSVerifier verifier =
          key instanceof RSAKey rsa
              ? new RSASSAVerifier(rsa.toPublicJWK())
              : new ECDSAVerifier(((ECKey) key).toPublicJWK());
      return jwt.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }
}
