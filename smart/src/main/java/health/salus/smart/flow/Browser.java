package health.salus.smart.flow;

import health.salus.smart.oauth.Urls;
import health.salus.smart.session.BrowserSession;
import health.salus.smart.session.Sessions;
import health.salus.smart.user.AttemptLimits;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Session cookies and response headers of the pages. Thread-safe. */
final class Browser {
  private final Sessions sessions;
  private final Urls urls;
  private final String frameAncestors;
  private final AttemptLimits starts;

  /**
   * {@code frameAncestors} lists the sites that may frame the pages, in the syntax of
   * Content-Security-Policy. {@code starts} limits new sessions per address.
   */
  Browser(Sessions sessions, Urls urls, String frameAncestors, AttemptLimits starts) {
    this.sessions = sessions;
    this.urls = urls;
    this.frameAncestors = frameAncestors;
    this.starts = starts;
  }

  /** The browser's session, if it has one. */
  Optional<BrowserSession> known(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(name()))
            .findFirst()
            .flatMap(cookie -> sessions.find(cookie.getValue()));
  }

  /** The browser's session, or a new one. */
  BrowserSession session(HttpServletRequest request, HttpServletResponse response) {
    return known(request)
        .orElseGet(
            () -> {
              if (!starts.allow(request.getRemoteAddr())) {
                throw new PageRefusal(429, "Too many requests", "Wait a minute and try again.");
              }
              Sessions.Started started = sessions.start();
              setCookie(response, started.cookie());
              return started.session();
            });
  }

  BrowserSession loggedIn(BrowserSession session, String username, HttpServletResponse response) {
    Sessions.Started started = sessions.loggedIn(session, username);
    setCookie(response, started.cookie());
    return started.session();
  }

  void end(BrowserSession session, HttpServletResponse response) {
    sessions.end(session);
    removeCookie(response, name());
  }

  /**
   * The headers of every page.
   *
   * @param formTargets targets of forms besides this server: browsers apply the rule to redirects
   *     after a POST, too
   */
  void headers(HttpServletResponse response, Set<String> formTargets) {
    String targets = String.join(" ", new TreeSet<>(formTargets));
    response.setHeader(
        "Content-Security-Policy",
        ("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                + " connect-src 'self'; form-action 'self' %s; frame-ancestors %s; base-uri 'none'")
            .formatted(targets, frameAncestors)
            .replace(" ;", ";"));
    if (frameAncestors.equals("'none'")) {
      response.setHeader("X-Frame-Options", "DENY");
    }
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
  }

  void redirect(HttpServletResponse response, String location) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", location);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Referrer-Policy", "no-referrer");
  }

  void html(HttpServletResponse response, int status, String page) throws java.io.IOException {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/html; charset=utf-8");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  /** A cookie with the same protection as the session's. */
  void setCookie(HttpServletResponse response, String name, String value) {
    response.addHeader("Set-Cookie", cookie(name, value));
  }

  void removeCookie(HttpServletResponse response, String name) {
    response.addHeader("Set-Cookie", cookie(name, "") + "; Max-Age=0");
  }

  private void setCookie(HttpServletResponse response, String value) {
    setCookie(response, name(), value);
  }

  private String cookie(String name, String value) {
    return name
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax"
        + (urls.secure() ? "; Secure" : "");
  }

  /** The prefix makes browsers insist on Secure, on the path and on no domain. */
  private String name() {
    return urls.secure() ? "__Host-salus" : "salus-session";
  }
}
