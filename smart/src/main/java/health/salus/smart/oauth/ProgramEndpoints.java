package health.salus.smart.oauth;

import health.salus.smart.client.AssertionLogin;
import health.salus.smart.client.Clients;
import health.salus.smart.client.GrantType;
import health.salus.smart.event.EventLog;
import health.salus.smart.grant.Codes;
import health.salus.smart.grant.Grants;
import health.salus.smart.grant.Launches;
import health.salus.smart.grant.RefreshTokens;
import health.salus.smart.key.CertificateKeys;
import health.salus.smart.key.SigningKeys;
import health.salus.smart.scope.SupportedScopes;
import health.salus.smart.session.Sessions;
import health.salus.smart.store.Transactions;
import health.salus.smart.token.DpopProofs;
import health.salus.smart.token.TokenVerifier;
import health.salus.smart.user.AttemptLimits;
import health.salus.smart.user.PatientDirectory;
import health.salus.smart.user.Users;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.shiro.mgt.SecurityManager;

/** Wires the endpoints for programs. */
public final class ProgramEndpoints {
  private static final int REGISTRATIONS_PER_HOUR = 20;

  private ProgramEndpoints() {}

  /** Users, clients and their authentication. */
  public record People(
      SecurityManager security,
      AssertionLogin assertions,
      Users users,
      Clients clients,
      EventLog events) {}

  /** The stores. */
  public record Stores(
      Transactions transactions,
      Sessions sessions,
      Grants grants,
      Codes codes,
      RefreshTokens refreshTokens,
      Launches launches,
      SigningKeys keys,
      CertificateKeys certificates) {}

  /** The builders of answers. */
  public record Answers(
      TokenResponses responses, StyleDocument style, DpopProofs proofs, TokenVerifier tokens) {}

  /** The settings of an administrator. */
  public record Settings(RegistrationMode registration, BrandSettings brand, Urls urls) {}

  /** Path specification to servlet. */
  public static Map<String, Servlet> servlets(
      People people,
      Stores stores,
      Answers answers,
      PatientDirectory patients,
      SupportedScopes supported,
      Settings settings,
      Clock clock) {
    ClientLogin login =
        new ClientLogin(people.security(), people.events(), stores.refreshTokens()::clientOf);
    Discovery discovery = new Discovery(settings.urls(), settings.registration(), settings.brand());
    Servlet smart = get(Documents.smart(discovery));
    Map<String, Servlet> servlets = new LinkedHashMap<>();
    servlets.put("/fhir/.well-known/smart-configuration", smart);
    servlets.put("/.well-known/smart-configuration", get(Documents.smart(discovery)));
    servlets.put("/.well-known/openid-configuration", get(Documents.openid(discovery)));
    servlets.put("/oauth/jwks", get(Documents.keys(stores.keys(), stores.certificates())));
    servlets.put("/oauth/style/*", get(answers.style()));
    servlets.put(
        "/oauth/brands",
        get(new Brands(settings.brand(), stores.transactions(), settings.urls(), clock)));
    servlets.put(
        "/oauth/token",
        post(token(people, stores, answers, patients, supported, settings.urls(), login, clock)));
    servlets.put(
        "/oauth/introspect",
        post(new IntrospectionEndpoint(login, answers.tokens(), settings.urls())));
    servlets.put(
        "/oauth/revoke",
        post(
            new RevocationEndpoint(
                login,
                answers.tokens(),
                stores.refreshTokens(),
                stores.grants(),
                people.events())));
    servlets.put(
        "/oauth/launch",
        post(
            new LaunchEndpoint(
                people.clients(),
                people.users(),
                patients,
                stores.launches(),
                people.events(),
                settings.urls())));
    UserEndpoint users = new UserEndpoint(people.users());
    servlets.put(
        "/oauth/users", new ProgramServlet(Map.of("GET", users::list, "POST", users::change)));
    if (settings.registration() != RegistrationMode.NOBODY) {
      servlets.put(
          "/oauth/register",
          post(
              new RegistrationEndpoint(
                  people.clients(),
                  settings.registration(),
                  new AttemptLimits(REGISTRATIONS_PER_HOUR, Duration.ofHours(1)),
                  people.events(),
                  clock)));
    }
    return servlets;
  }

  private static TokenEndpoint token(
      People people,
      Stores stores,
      Answers answers,
      PatientDirectory patients,
      SupportedScopes supported,
      Urls urls,
      ClientLogin login,
      Clock clock) {
    TokenResponses responses = answers.responses();
    Map<GrantType, GrantExchange> exchanges =
        Map.of(
            GrantType.AUTHORIZATION_CODE,
            new CodeExchange(stores.codes(), stores.grants(), responses),
            GrantType.REFRESH_TOKEN,
            new RefreshExchange(
                stores.refreshTokens(),
                stores.sessions(),
                people.users(),
                responses,
                people.events()),
            GrantType.CLIENT_CREDENTIALS,
            new ClientCredentialsExchange(stores.grants(), responses, supported, clock));
    JwtBearerExchange jwtBearer =
        new JwtBearerExchange(
            people.clients(),
            people.assertions(),
            people.users(),
            patients,
            stores.grants(),
            responses,
            supported,
            clock);
    return new TokenEndpoint(login, answers.proofs(), exchanges, jwtBearer, people.events(), urls);
  }

  private static Servlet get(ProgramServlet.Handler handler) {
    return new ProgramServlet(Map.of("GET", handler, "HEAD", handler));
  }

  private static Servlet post(ProgramServlet.Handler handler) {
    return new ProgramServlet(Map.of("POST", handler));
  }
}
