package health.salus.server.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The page at {@code /}: what runs here, and links to it. */
public final class HomeServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final byte[] page;

  public HomeServlet() {
    try (InputStream stream = HomeServlet.class.getResourceAsStream("home.html")) {
      page = java.util.Objects.requireNonNull(stream, "home.html").readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("home.html is missing from the jar", e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/html");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'");
    response.getOutputStream().write(page);
  }
}
