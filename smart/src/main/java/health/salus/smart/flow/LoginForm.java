package health.salus.smart.flow;

import health.salus.smart.page.AppLabel;
import health.salus.smart.page.Form;
import health.salus.smart.page.LoginPage;
import health.salus.smart.page.Pages;
import health.salus.smart.session.BrowserSession;
import health.salus.smart.user.Login;
import health.salus.smart.user.LoginAttempt;
import health.salus.smart.user.LoginResult;
import health.salus.smart.user.Users;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /oauth/login}: login, for a waiting request or for the grants page. */
final class LoginForm {
  private final Flows flows;
  private final Login login;
  private final Users users;
  private final Pages pages;
  private final Optional<String> provider;

  /** {@code provider} is the name of an external login, if there is one. */
  LoginForm(Flows flows, Login login, Users users, Pages pages, Optional<String> provider) {
    this.flows = flows;
    this.login = login;
    this.users = users;
    this.pages = pages;
    this.provider = provider;
  }

  void show(Visit visit) throws IOException {
    show(visit, "", null);
  }

  void submit(Visit visit) throws IOException {
    String username = visit.sent().get("username").orElse("");
    LoginResult result =
        login.attempt(
            new LoginAttempt(
                username,
                visit.sent().get("password").orElse(""),
                visit.sent().get("code").orElse(""),
                visit.request().getRemoteAddr()));
    if (result instanceof LoginResult.LoggedIn in) {
      BrowserSession session =
          visit.browser().loggedIn(visit.session(), in.user().username(), visit.response());
      visit.goTo(visit.flow().isEmpty() ? "/oauth/grants" : flows.next(session, visit.flow()));
      return;
    }
    boolean wait = result instanceof LoginResult.Wait;
    show(
        visit,
        username,
        wait
            ? "There were too many attempts. Wait a few minutes and try again."
            : "Name, password or code is wrong.");
  }

  private void show(Visit visit, String username, @Nullable String error) throws IOException {
    @Nullable AuthorizationRequest request =
        visit.flow().isEmpty() ? null : flows.request(visit.session(), visit.flow());
    @Nullable AppLabel app = request == null ? null : Flows.label(request);
    String html =
        pages.login(
            new LoginPage(
                new Form("/oauth/login", visit.session().csrf(), visit.flow()),
                app,
                username,
                users.anySecondFactor(),
                error,
                provider
                    .map(
                        name ->
                            new LoginPage.Provider(
                                name, ProviderForm.START + "?flow=" + visit.flow()))
                    .orElse(null)));
    if (request == null) {
      visit.show(html);
    } else {
      visit.show(html, request);
    }
  }
}
