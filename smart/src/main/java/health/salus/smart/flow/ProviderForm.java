package health.salus.smart.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.oauth.JsonAnswer;
import health.salus.smart.provider.Provider;
import health.salus.smart.provider.ProviderException;
import health.salus.smart.seal.Seal;
import health.salus.smart.seal.Secrets;
import health.salus.smart.session.BrowserSession;
import health.salus.smart.user.NewUser;
import health.salus.smart.user.User;
import health.salus.smart.user.Users;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Login at the external provider. The data of one attempt (state, nonce, verifier, flow) are in a
 * sealed cookie bound to the browser session, so that any node can finish it.
 */
final class ProviderForm {
  static final String START = "/oauth/provider/start";
  private static final String COOKIE = "salus-provider";

  private final Provider provider;
  private final Flows flows;
  private final Users users;
  private final Seal seal;
  private final EventLog events;

  ProviderForm(Provider provider, Flows flows, Users users, Seal seal, EventLog events) {
    this.provider = provider;
    this.flows = flows;
    this.users = users;
    this.seal = seal;
    this.events = events;
  }

  void start(Visit visit) {
    Provider.Attempt attempt = Provider.Attempt.random();
    try {
      String url = provider.loginUrl(attempt);
      visit.browser().setCookie(visit.response(), COOKIE, sealed(visit, attempt));
      visit.goTo(url);
    } catch (ProviderException e) {
      throw unreachable();
    }
  }

  void callback(Visit visit) {
    JsonNode begun = opened(visit);
    Provider.Attempt attempt =
        new Provider.Attempt(
            begun.path("state").asText(),
            begun.path("nonce").asText(),
            begun.path("verifier").asText());
    boolean another = // RFC 9207: the answer of another provider
        visit.sent().get("iss").filter(issuer -> !issuer.equals(provider.issuer())).isPresent();
    if (another || !Secrets.same(attempt.state(), visit.sent().get("state").orElse(""))) {
      throw refused();
    }
    visit.browser().removeCookie(visit.response(), COOKIE);
    NewUser known =
        visit
            .sent()
            .get("code")
            .flatMap(code -> user(attempt, code))
            .orElseThrow(
                () -> {
                  record(Optional.empty(), false);
                  return refused();
                });
    users.saveProvided(known);
    if (users.find(known.username()).filter(User::enabled).isEmpty()) {
      record(Optional.of(known.username()), false);
      throw refused();
    }
    record(Optional.of(known.username()), true);
    BrowserSession session =
        visit.browser().loggedIn(visit.session(), known.username(), visit.response());
    String flow = begun.path("flow").asText();
    visit.goTo(flow.isEmpty() ? "/oauth/grants" : flows.next(session, flow));
  }

  private Optional<NewUser> user(Provider.Attempt attempt, String code) {
    try {
      return provider.user(attempt, code);
    } catch (ProviderException e) {
      throw unreachable();
    }
  }

  private String sealed(Visit visit, Provider.Attempt attempt) {
    ObjectNode json = JsonAnswer.object();
    json.put("state", attempt.state());
    json.put("nonce", attempt.nonce());
    json.put("verifier", attempt.verifier());
    json.put("flow", visit.flow());
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(seal.seal(bytes, address(visit)));
  }

  private JsonNode opened(Visit visit) {
    Cookie[] cookies = visit.request().getCookies();
    String value =
        cookies == null
            ? ""
            : Stream.of(cookies)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .findFirst()
                .orElse("");
    try {
      byte[] bytes = seal.open(Base64.getUrlDecoder().decode(value), address(visit));
      return JsonAnswer.mapper().readTree(bytes);
    } catch (IllegalStateException | IllegalArgumentException | IOException e) {
      throw refused();
    }
  }

  private static String address(Visit visit) {
    return "provider/" + visit.session().id();
  }

  private void record(Optional<String> username, boolean success) {
    events.record(
        new SecurityEvent(EventKind.LOGIN, success, Optional.empty(), username, "provider"));
  }

  private static PageRefusal refused() {
    return new PageRefusal(
        403, "You are not signed in", "The sign-in did not succeed. Go back and try again.");
  }

  private static PageRefusal unreachable() {
    return new PageRefusal(
        503, "Sign-in is not available", "The sign-in service does not answer. Try again later.");
  }
}
