package health.salus.smart.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import health.salus.smart.client.Client;
import health.salus.smart.grant.AuthorizationGrant;
import health.salus.smart.key.SigningKeys;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.user.User;
import health.salus.smart.user.Users;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/**
 * Id tokens of OpenID Connect, signed with RS256 or, for clients registered so, with ES384.
 * Thread-safe.
 */
public final class IdTokens {
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final SigningKeys keys;
  private final Users users;
  private final Urls urls;
  private final Clock clock;

  public IdTokens(SigningKeys keys, Users users, Urls urls, Clock clock) {
    this.keys = keys;
    this.users = users;
    this.urls = urls;
    this.clock = clock;
  }

  /** An id token, if {@code openid} was granted and there is a user. */
  Optional<String> of(
      Client client, AuthorizationGrant grant, ScopeSet scopes, Optional<String> nonce) {
    if (!scopes.has(ScopeSet.OPENID)) {
      return Optional.empty();
    }
    return grant
        .username()
        .flatMap(users::find)
        .map(user -> sign(client, claims(client, grant, scopes, user, nonce)));
  }

  private JWTClaimsSet claims(
      Client client, AuthorizationGrant grant, ScopeSet scopes, User user, Optional<String> nonce) {
    Instant now = clock.instant();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(urls.issuer())
            .subject(user.username())
            .audience(client.id())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .claim("auth_time", grant.authenticated().getEpochSecond());
    nonce.ifPresent(value -> claims.claim("nonce", value));
    if (scopes.has(ScopeSet.FHIR_USER) || scopes.has(ScopeSet.PROFILE)) {
      user.fhirUser()
          .ifPresent(reference -> claims.claim("fhirUser", urls.fhirBase() + "/" + reference));
    }
    return claims.build();
  }

  private String sign(Client client, JWTClaimsSet claims) {
    JWSAlgorithm algorithm = JWSAlgorithm.parse(client.idTokenAlgorithm());
    JWK key = keys.signing(algorithm);
    JWSHeader header =
        new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID()).build();
    SignedJWT jwt = new SignedJWT(header, claims);
    try {
      JWSSigner signer =
          key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("an id token could not be signed", e);
    }
    return jwt.serialize();
  }
}
