package health.salus.smart.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.dpop.verifiers.AccessTokenValidationException;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProofUse;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProtectedResourceRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPTokenRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InvalidDPoPProofException;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.util.singleuse.AlreadyUsedException;
import com.nimbusds.oauth2.sdk.util.singleuse.SingleUseChecker;
import health.salus.smart.seal.UsedIds;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies DPoP proofs (RFC 9449): signed for this method and URL within the last minute, each
 * valid once on all nodes together. Thread-safe.
 */
public final class DpopProofs {
  /** The accepted signature algorithms; never a shared secret. */
  public static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.RS256, JWSAlgorithm.PS256);

  private static final long MAX_SKEW_SECONDS = 30;
  private static final long MAX_AGE_SECONDS = 60;

  private final SingleUseChecker<DPoPProofUse> singleUse;
  private final DPoPProtectedResourceRequestVerifier atResource;

  public DpopProofs(UsedIds usedIds, Clock clock) {
    this.singleUse =
        use -> {
          boolean fresh =
              usedIds.use(
                  "dpop:" + use.getIssuer().getValue(),
                  use.getJWTID().getValue(),
                  clock.instant().plusSeconds(use.getMaxAge() + 2 * MAX_SKEW_SECONDS));
          if (!fresh) {
            throw new AlreadyUsedException("the DPoP proof was used before");
          }
        };
    this.atResource =
        new DPoPProtectedResourceRequestVerifier(
            ALGORITHMS, MAX_SKEW_SECONDS, MAX_AGE_SECONDS, singleUse);
  }

  /** The thumbprint of the key that the token request proves; empty if the proof is invalid. */
  public Optional<String> atTokenEndpoint(String tokenUrl, String clientId, String proof) {
    try {
      JWKThumbprintConfirmation key =
          new DPoPTokenRequestVerifier(
                  ALGORITHMS, URI.create(tokenUrl), MAX_SKEW_SECONDS, MAX_AGE_SECONDS, singleUse)
              .verify(new DPoPIssuer(clientId), SignedJWT.parse(proof), null, null);
      return Optional.of(key.getValue().toString());
    } catch (InvalidDPoPProofException | JOSEException | ParseException e) {
      return Optional.empty();
    }
  }

  /** Whether the proof is for this request, this token and the key the token is bound to. */
  public boolean proves(String method, String url, String proof, String token, AccessToken bound) {
    Optional<String> key = bound.binding().key();
    if (key.isEmpty()) {
      return false;
    }
    try {
      atResource.verify(
          method,
          URI.create(url),
          new DPoPIssuer(bound.clientId()),
          SignedJWT.parse(proof),
          new DPoPAccessToken(token),
          new JWKThumbprintConfirmation(new Base64URL(key.get())),
          null,
          null);
      return true;
    } catch (InvalidDPoPProofException
        | AccessTokenValidationException
        | JOSEException
        | ParseException
        | IllegalArgumentException e) {
      return false;
    }
  }
}
