package health.salus.smart.flow;

import health.salus.smart.oauth.OAuthException;
import health.salus.smart.oauth.Parameters;
import health.salus.smart.oauth.Urls;
import health.salus.smart.page.ErrorPage;
import health.salus.smart.page.Pages;
import health.salus.smart.seal.Secrets;
import health.salus.smart.session.BrowserSession;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Serves an endpoint for browsers: session, CSRF check, headers, and refusals as pages or
 * redirects.
 */
final class PageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, PageHandler> handlers;
  private final transient boolean formsAreOurs;
  private final transient Browser browser;
  private final transient Pages pages;
  private final transient Urls urls;

  /** {@code formsAreOurs} demands the session's CSRF value in each POST. */
  PageServlet(
      Map<String, PageHandler> handlers,
      boolean formsAreOurs,
      Browser browser,
      Pages pages,
      Urls urls) {
    this.handlers = Map.copyOf(handlers);
    this.formsAreOurs = formsAreOurs;
    this.browser = browser;
    this.pages = pages;
    this.urls = urls;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PageHandler handler = handlers.get(request.getMethod());
    if (handler == null) {
      response.setHeader("Allow", String.join(", ", handlers.keySet()));
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    try {
      handler.handle(visit(request, response));
    } catch (PageRefusal e) {
      showError(response, e.status(), e.page());
    } catch (OAuthException e) {
      showError(
          response,
          e.error().status(),
          new ErrorPage("Unclear request", "The request cannot be understood. Start again."));
    } catch (RedirectRefusal e) {
      browser.redirect(response, location(e));
    }
  }

  private Visit visit(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean posted = request.getMethod().equals("POST");
    Parameters sent = posted ? Parameters.posted(request) : Parameters.query(request);
    BrowserSession session = browser.session(request, response);
    if (posted && formsAreOurs && !Secrets.same(sent.get("csrf").orElse(""), session.csrf())) {
      throw new PageRefusal(
          HttpServletResponse.SC_FORBIDDEN,
          "This page is too old",
          "You were signed out, or the form came from elsewhere. Go back and try again.");
    }
    return new Visit(request, response, session, sent, browser);
  }

  private void showError(HttpServletResponse response, int status, ErrorPage page)
      throws IOException {
    browser.headers(response, Set.of());
    browser.html(response, status, pages.error(page));
  }

  private String location(RedirectRefusal refused) {
    return AppRedirect.to(
        refused.redirectUrl(),
        "error=" + refused.error().code(),
        "error_description=" + Parameters.encode(refused.description()),
        refused.state().isEmpty() ? "" : "state=" + Parameters.encode(refused.state()),
        "iss=" + Parameters.encode(urls.issuer()));
  }
}
