package health.salus.smart.client;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import health.salus.smart.seal.UsedIds;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates clients by {@code private_key_jwt}: a JWT signed by the client for this token
 * endpoint, valid once and for at most five minutes. Thread-safe.
 */
public final class AssertionLogin {
  private static final Logger LOG = LoggerFactory.getLogger(AssertionLogin.class);
  private static final Duration MAX_AHEAD = Duration.ofMinutes(5);
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final Clients clients;
  private final ClientAssertions assertions;
  private final UsedIds usedIds;
  private final Supplier<String> tokenUrl;
  private final Clock clock;

  public AssertionLogin(
      Clients clients,
      ClientAssertions assertions,
      UsedIds usedIds,
      Supplier<String> tokenUrl,
      Clock clock) {
    this.clients = clients;
    this.assertions = assertions;
    this.usedIds = usedIds;
    this.tokenUrl = tokenUrl;
    this.clock = clock;
  }

  /** The client that signed the assertion; empty if the assertion is invalid. */
  Optional<Client> client(ClientCredential.Assertion sent) {
    Optional<SignedJWT> jwt = ClientAssertions.parse(sent.jwt());
    Optional<JWTClaimsSet> claims = jwt.flatMap(AssertionLogin::claims);
    if (jwt.isEmpty() || claims.isEmpty()) {
      return Optional.empty();
    }
    String issuer = claims.get().getIssuer();
    if (issuer == null
        || !issuer.equals(claims.get().getSubject())
        || sent.clientId().filter(id -> !id.equals(issuer)).isPresent()) {
      return Optional.empty();
    }
    return clients
        .find(issuer)
        .filter(client -> client.authentication() == ClientAuthentication.KEY)
        .filter(client -> accepts(client, jwt.get(), claims.get()));
  }

  /**
   * Checks signature, times, audience and single use of a JWT of that client, and consumes its id.
   */
  public boolean accepts(Client client, SignedJWT jwt, JWTClaimsSet claims) {
    @Nullable String id = claims.getJWTID();
    if (id == null
        || id.isEmpty()
        || !timely(claims)
        || !List.of(tokenUrl.get()).equals(claims.getAudience())) {
      return false;
    }
    try {
      return assertions.signedBy(client, jwt)
          && usedIds.use(
              "assertion:" + client.id(), id, claims.getExpirationTime().toInstant().plus(SKEW));
    } catch (FetchException e) {
      LOG.warn("The keys of client {} cannot be read: {}", client.id(), e.getMessage());
      return false;
    }
  }

  /** The claims of an unverified JWT. */
  public static Optional<JWTClaimsSet> claims(SignedJWT jwt) {
    try {
      return Optional.ofNullable(jwt.getJWTClaimsSet());
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  private boolean timely(JWTClaimsSet claims) {
    Instant now = clock.instant();
    @Nullable Date expires = claims.getExpirationTime();
    @Nullable Date notBefore = claims.getNotBeforeTime();
    @Nullable Date issued = claims.getIssueTime();
    return expires != null
        && expires.toInstant().plus(SKEW).isAfter(now)
        && !expires.toInstant().isAfter(now.plus(MAX_AHEAD).plus(SKEW))
        && (notBefore == null || !notBefore.toInstant().isAfter(now.plus(SKEW)))
        && (issued == null || !issued.toInstant().isAfter(now.plus(SKEW)));
  }
}
