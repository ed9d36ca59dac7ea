package health.salus.smart.flow;

import health.salus.smart.oauth.Parameters;
import health.salus.smart.oauth.RedirectUrls;
import health.salus.smart.session.BrowserSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * One request of a browser within its session.
 *
 * @param sent the query of a GET, the form of a POST
 */
record Visit(
    HttpServletRequest request,
    HttpServletResponse response,
    BrowserSession session,
    Parameters sent,
    Browser browser) {

  /** The id of the waiting request that the page belongs to; empty if there is none. */
  String flow() {
    return sent.get("flow").orElse("");
  }

  void show(String html) throws IOException {
    browser.headers(response, Set.of());
    browser.html(response, HttpServletResponse.SC_OK, html);
  }

  /** A page whose form may lead to the app. */
  void show(String html, AuthorizationRequest request) throws IOException {
    browser.headers(response, Set.of(RedirectUrls.origin(request.redirectUrl())));
    browser.html(response, HttpServletResponse.SC_OK, html);
  }

  void goTo(String location) {
    browser.redirect(response, location);
  }
}
