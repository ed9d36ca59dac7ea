package health.salus.smart.server;

import health.salus.smart.client.Client;
import health.salus.smart.client.ClientAuthentication;
import health.salus.smart.client.Clients;
import health.salus.smart.client.GrantType;
import health.salus.smart.flow.BrowserEndpoints;
import health.salus.smart.grant.Codes;
import health.salus.smart.grant.Grants;
import health.salus.smart.grant.LaunchContext;
import health.salus.smart.grant.Launches;
import health.salus.smart.grant.RefreshTokens;
import health.salus.smart.key.CertificateKeys;
import health.salus.smart.key.SigningKeys;
import health.salus.smart.oauth.IdTokens;
import health.salus.smart.oauth.ProgramEndpoints;
import health.salus.smart.oauth.StyleDocument;
import health.salus.smart.oauth.TokenResponses;
import health.salus.smart.oauth.Urls;
import health.salus.smart.provider.ExternalEndpoints;
import health.salus.smart.provider.Provider;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.seal.Seal;
import health.salus.smart.session.Sessions;
import health.salus.smart.token.AccessToken;
import health.salus.smart.token.AuthenticationFilter;
import health.salus.smart.token.DpopProofs;
import health.salus.smart.token.RevocationListener;
import health.salus.smart.token.TokenBinding;
import health.salus.smart.token.TokenVerifier;
import health.salus.smart.user.AttemptLimits;
import health.salus.smart.user.Login;
import health.salus.smart.user.Users;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * The SMART authorization server: its servlets, the filter that checks its tokens, and the
 * administration of users and clients. Thread-safe; closed at the end of the server.
 */
public final class AuthorizationServer implements AutoCloseable {
  /** Paths that need no access token: they use other credentials or start a login. */
  public static final List<String> PUBLIC_PATHS =
      List.of(
          "/fhir/.well-known/smart-configuration",
          "/.well-known/smart-configuration",
          "/.well-known/openid-configuration",
          "/oauth/");

  private static final int LOGINS_PER_USER = 5;
  private static final int LOGINS_PER_ADDRESS = 20;
  private static final Duration LOGIN_REFILL = Duration.ofMinutes(5);
  private static final int FETCHERS = 4;

  private final ExecutorService fetchers =
      Executors.newFixedThreadPool(
          FETCHERS,
          work -> {
            Thread thread = new Thread(work, "client-keys");
            thread.setDaemon(true);
            return thread;
          });
  private final SmartSettings settings;
  private final Urls urls;
  private final Identity identity;
  private final DpopProofs proofs;
  private final CertificateKeys certificates;
  private final Map<String, Servlet> servlets;
  private final RevocationListener listener;
  private final Housekeeping housekeeping;

  public AuthorizationServer(SmartSettings settings, SmartSurroundings around, Clock clock) {
    this.settings = settings;
    this.urls = new Urls(around.root());
    Seal seal = new Seal(around.sealingKey());
    this.identity = new Identity(settings, around, seal, urls, fetchers, clock);
    this.proofs = new DpopProofs(identity.usedIds, clock);
    this.certificates = new CertificateKeys(identity.transactions, seal, clock);
    this.servlets = servlets(around, seal, clock);
    this.listener = new RevocationListener(around.listening(), identity.tokens);
    this.housekeeping = new Housekeeping(identity.transactions, clock);
    listener.start();
    housekeeping.start();
  }

  private Map<String, Servlet> servlets(SmartSurroundings around, Seal seal, Clock clock) {
    Grants grants = new Grants(identity.transactions, identity.revocations, clock);
    Codes codes = new Codes(identity.transactions, grants, clock);
    RefreshTokens refreshTokens = new RefreshTokens(identity.transactions, grants, clock);
    Launches launches = new Launches(identity.transactions, clock);
    Sessions sessions = new Sessions(identity.transactions, grants, settings.sessionIdle(), clock);
    SigningKeys keys = new SigningKeys(identity.transactions, seal, clock);
    StyleDocument style = new StyleDocument();
    TokenResponses responses =
        new TokenResponses(
            identity.accessTokens,
            refreshTokens,
            new IdTokens(keys, identity.users, urls, clock),
            settings.lifetimes(),
            () -> urls.at(style.path()),
            identity.events,
            clock);
    Login login =
        new Login(
            identity.security,
            identity.users,
            identity.secondFactor,
            new AttemptLimits(LOGINS_PER_USER, LOGIN_REFILL),
            new AttemptLimits(LOGINS_PER_ADDRESS, LOGIN_REFILL),
            identity.events);

    Map<String, Servlet> all = new LinkedHashMap<>();
    all.putAll(
        ProgramEndpoints.servlets(
            new ProgramEndpoints.People(
                identity.security,
                identity.assertions,
                identity.users,
                identity.clients,
                identity.events),
            new ProgramEndpoints.Stores(
                identity.transactions,
                sessions,
                grants,
                codes,
                refreshTokens,
                launches,
                keys,
                certificates),
            new ProgramEndpoints.Answers(responses, style, proofs, identity.tokens),
            around.patients(),
            around.supported(),
            new ProgramEndpoints.Settings(settings.registration(), settings.brand(), urls),
            clock));
    if (settings.mode() == SmartMode.EXTERNAL) {
      all.keySet().retainAll(Set.of("/oauth/token", "/oauth/jwks"));
      all.putAll(ExternalEndpoints.servlets(settings.provider().orElseThrow(), urls, clock));
      return all;
    }
    all.putAll(
        BrowserEndpoints.servlets(
            new BrowserEndpoints.People(
                identity.security, login, identity.users, identity.clients, identity.events),
            new BrowserEndpoints.Stores(identity.transactions, sessions, grants, codes, launches),
            responses,
            around.patients(),
            around.supported(),
            new BrowserEndpoints.Surface(urls, settings.frameAncestors(), seal, broker(clock)),
            clock));
    return all;
  }

  private Optional<Provider> broker(Clock clock) {
    return settings
        .provider()
        .filter(ignored -> settings.mode() == SmartMode.BROKERED)
        .map(provider -> new Provider(provider, urls, clock));
  }

  /** Path specification to servlet. */
  public Map<String, Servlet> servlets() {
    return servlets;
  }

  /**
   * The filter for {@code /*}.
   *
   * @param publicPaths served without a token, {@link #PUBLIC_PATHS} among them
   * @param refusal writes the body of a 401
   */
  public AuthenticationFilter filter(
      Predicate<String> publicPaths, AuthenticationFilter.Refusal refusal) {
    return new AuthenticationFilter(
        identity.tokens,
        proofs,
        publicPaths,
        settings.anonymousScope().map(AuthorizationServer::anonymous),
        request -> urls.at(request.getRequestURI()),
        refusal);
  }

  public Users users() {
    return identity.users;
  }

  public Clients clients() {
    return identity.clients;
  }

  /**
   * The signing keys of certificates, which are verified years later. Their public keys are in the
   * key set of this server.
   */
  public CertificateKeys certificates() {
    return certificates;
  }

  /** Looks tokens up outside of a request, through the cache. */
  public TokenVerifier tokens() {
    return identity.tokens;
  }

  /**
   * Lets the owner of this machine ask for tokens of any user, with the private half of this key.
   *
   * @param clientId of the key's holder
   * @param publicJwks a JWK set
   */
  public void trustAdministrator(String clientId, String publicJwks) {
    Client client =
        new Client(
            clientId,
            "Administrator of this machine",
            ClientAuthentication.KEY,
            Optional.of(publicJwks),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Set.of(GrantType.JWT_BEARER),
            ScopeSet.parse("patient/*.cruds user/*.cruds"),
            "RS256",
            true,
            false,
            false,
            true);
    if (!clients().find(clientId).equals(Optional.of(client))) {
      clients().save(client);
    }
  }

  @Override
  public void close() {
    listener.close();
    housekeeping.close();
    fetchers.shutdownNow();
  }

  private static AccessToken anonymous(String scope) {
    return new AccessToken(
        "anonymous",
        "anonymous",
        "anonymous",
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Set.of(),
        ScopeSet.parse(scope),
        LaunchContext.NONE,
        Instant.EPOCH,
        Instant.MAX,
        TokenBinding.NONE);
  }
}
