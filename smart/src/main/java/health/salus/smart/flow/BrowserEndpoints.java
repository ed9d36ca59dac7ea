package health.salus.smart.flow;

import health.salus.smart.client.Clients;
import health.salus.smart.event.EventLog;
import health.salus.smart.grant.Codes;
import health.salus.smart.grant.Grants;
import health.salus.smart.grant.Launches;
import health.salus.smart.oauth.TokenResponses;
import health.salus.smart.oauth.Urls;
import health.salus.smart.page.Assets;
import health.salus.smart.page.AssetsServlet;
import health.salus.smart.page.Pages;
import health.salus.smart.provider.Provider;
import health.salus.smart.scope.SupportedScopes;
import health.salus.smart.seal.Seal;
import health.salus.smart.session.Sessions;
import health.salus.smart.store.Transactions;
import health.salus.smart.user.AttemptLimits;
import health.salus.smart.user.Login;
import health.salus.smart.user.PatientDirectory;
import health.salus.smart.user.Users;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.shiro.mgt.SecurityManager;

/** Wires the endpoints for browsers. */
public final class BrowserEndpoints {
  private static final int AUTHORIZATIONS_PER_MINUTE = 120;
  private static final int SESSIONS_PER_MINUTE = 120;

  private BrowserEndpoints() {}

  /** Users, clients and their logins. */
  public record People(
      SecurityManager security, Login login, Users users, Clients clients, EventLog events) {}

  /** The stores of sessions, grants, codes and launches. */
  public record Stores(
      Transactions transactions,
      Sessions sessions,
      Grants grants,
      Codes codes,
      Launches launches) {}

  /** Addresses, framing and login provider of the pages. */
  public record Surface(Urls urls, String frameAncestors, Seal seal, Optional<Provider> provider) {}

  /** Path specification to servlet. */
  public static Map<String, Servlet> servlets(
      People people,
      Stores stores,
      TokenResponses responses,
      PatientDirectory patients,
      SupportedScopes supported,
      Surface surface,
      Clock clock) {
    Urls urls = surface.urls();
    Assets assets = new Assets("/oauth/assets");
    Pages pages = new Pages(assets);
    Browser browser =
        new Browser(
            stores.sessions(),
            urls,
            surface.frameAncestors(),
            new AttemptLimits(SESSIONS_PER_MINUTE, Duration.ofMinutes(1)));
    PendingRequests pending = new PendingRequests(stores.transactions(), clock);
    AuthorizationRequests requests = new AuthorizationRequests(people.clients(), supported, urls);
    Flows flows =
        new Flows(
            pending,
            requests,
            people.users(),
            new Offer(people.security()),
            stores.launches(),
            patients,
            clock);
    Decisions decisions = new Decisions(stores.grants(), stores.codes(), responses, urls, clock);
    AuthorizePage authorize =
        new AuthorizePage(
            requests,
            pending,
            flows,
            new AttemptLimits(AUTHORIZATIONS_PER_MINUTE, Duration.ofMinutes(1)));
    LoginForm login =
        new LoginForm(
            flows, people.login(), people.users(), pages, surface.provider().map(Provider::name));
    PatientForm patient = new PatientForm(flows, pending, patients, pages);
    EncounterForm encounter = new EncounterForm(flows, pending, patients, pages);
    ConsentForm consent =
        new ConsentForm(flows, pending, patients, decisions, pages, people.events());
    GrantsForm grants =
        new GrantsForm(
            stores.grants(), people.clients(), people.users(), patients, pages, people.events());
    LogoutForm logout = new LogoutForm(pages, people.events());

    Map<String, Servlet> servlets = new LinkedHashMap<>();
    servlets.put(
        "/oauth/authorize",
        new PageServlet(Map.of("GET", authorize, "POST", authorize), false, browser, pages, urls));
    put(servlets, "login", login::show, login::submit, browser, pages, urls);
    put(servlets, "patient", patient::show, patient::submit, browser, pages, urls);
    put(servlets, "encounter", encounter::show, encounter::submit, browser, pages, urls);
    put(servlets, "consent", consent::show, consent::submit, browser, pages, urls);
    put(servlets, "grants", grants::show, grants::revoke, browser, pages, urls);
    servlets.put(
        "/oauth/logout", new PageServlet(Map.of("POST", logout), true, browser, pages, urls));
    surface
        .provider()
        .ifPresent(
            provider -> {
              ProviderForm form =
                  new ProviderForm(
                      provider, flows, people.users(), surface.seal(), people.events());
              servlets.put(
                  ProviderForm.START,
                  new PageServlet(Map.of("GET", form::start), true, browser, pages, urls));
              servlets.put(
                  Provider.CALLBACK,
                  new PageServlet(Map.of("GET", form::callback), true, browser, pages, urls));
            });
    servlets.put("/oauth/assets/*", new AssetsServlet(assets));
    return servlets;
  }

  private static void put(
      Map<String, Servlet> servlets,
      String name,
      PageHandler show,
      PageHandler submit,
      Browser browser,
      Pages pages,
      Urls urls) {
    servlets.put(
        "/oauth/" + name,
        new PageServlet(Map.of("GET", show, "POST", submit), true, browser, pages, urls));
  }
}
