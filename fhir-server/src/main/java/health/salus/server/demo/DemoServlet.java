package health.salus.server.demo;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The demo's SMART app and its tiny EHR, as files under {@code /demo/}. Only {@code salus demo} has
 * them. They run in the browser with the rights of the signed-in user.
 */
public final class DemoServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** The app may talk to any FHIR server, so connections are free; nothing else is. */
  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
          "form-action 'self'",
          "base-uri 'none'",
          "frame-ancestors 'none'");

  static final Set<String> FILES =
      Set.of(
          "/app/app.css",
          "/app/app.js",
          "/app/chart.js",
          "/app/element.js",
          "/app/fhir.js",
          "/app/icon.svg",
          "/app/idtoken.js",
          "/app/index.html",
          "/app/launch.html",
          "/app/launch.js",
          "/app/panel.js",
          "/app/settings.js",
          "/app/smart.js",
          "/app/style.js",
          "/ehr/ehr.js",
          "/ehr/index.html");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    if (path != null && FILES.contains(path + "/index.html")) {
      response.sendRedirect(request.getRequestURI() + "/");
      return;
    }
    String file = path != null && path.endsWith("/") ? path + "index.html" : path;
    if (file == null || !FILES.contains(file)) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    send(file, response);
  }

  private static void send(String file, HttpServletResponse response) throws IOException {
    String extension = file.substring(file.lastIndexOf('.') + 1);
    response.setContentType(TYPES.get(extension));
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Content-Type-Options", "nosniff");
    @Nullable InputStream found = DemoServlet.class.getResourceAsStream(file.substring(1));
    if (found == null) {
      throw new IllegalStateException(file + " is missing from the class path");
    }
    try (InputStream stream = found) {
      stream.transferTo(response.getOutputStream());
    }
  }
}
