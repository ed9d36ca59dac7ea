package health.salus.server.smart;

import health.salus.server.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without scripts: cookies, pages and forms. Follows redirects within the server. */
final class TestBrowser {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\">");
  private static final Pattern ACTION =
      Pattern.compile("<form method=\"post\" action=\"([^\"]*)\" class=\"stack\">");

  private final TestServer server;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();

  TestBrowser(TestServer server) {
    this.server = server;
  }

  /** The last answer after all redirects within the server. */
  HttpResponse<String> get(String path) {
    return follow(send(HttpRequest.newBuilder(URI.create(server.root() + path)).GET().build()));
  }

  HttpResponse<String> post(String path, Map<String, String> fields) {
    return postRaw(path, SmartApp.form(fields));
  }

  HttpResponse<String> postRaw(String path, String body) {
    return follow(
        send(
            HttpRequest.newBuilder(URI.create(server.root() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
  }

  /** Fills in the main form of a page. Only its hidden fields and these are sent. */
  HttpResponse<String> submit(HttpResponse<String> page, Map<String, String> fields) {
    Matcher action = ACTION.matcher(page.body());
    if (!action.find()) {
      throw new AssertionError("no form in: " + page.body());
    }
    Map<String, String> all = new LinkedHashMap<>(hidden(page));
    all.putAll(fields);
    return post(action.group(1), all);
  }

  HttpResponse<String> signIn(HttpResponse<String> page, String username) {
    return submit(page, Map.of("username", username, "password", Cast.PASSWORD));
  }

  /** The value of the session's cookie. */
  String cookie() {
    return cookies.getCookieStore().getCookies().stream()
        .map(java.net.HttpCookie::getValue)
        .findFirst()
        .orElse("");
  }

  static Map<String, String> hidden(HttpResponse<String> page) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher matcher = HIDDEN.matcher(page.body());
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2));
    }
    return fields;
  }

  /** Where an answer leads; its query as a map. */
  static Map<String, String> query(HttpResponse<String> redirect) {
    String location =
        redirect
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new AssertionError(redirect.statusCode() + " " + redirect.body()));
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : URI.create(location).getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  private HttpResponse<String> follow(HttpResponse<String> response) {
    HttpResponse<String> current = response;
    for (int i = 0; i < 10; i++) {
      String location = current.headers().firstValue("Location").orElse("");
      if (current.statusCode() != 303 || !location.startsWith("/")) {
        return current;
      }
      current = send(HttpRequest.newBuilder(URI.create(server.root() + location)).build());
    }
    throw new AssertionError("too many redirects");
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
