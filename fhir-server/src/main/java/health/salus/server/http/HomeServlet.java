package health.salus.server.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The front page at {@code /}. It shows the login and the demo only where they exist. */
public final class HomeServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final String serverUrl;
  private final String page;

  /**
   * The page of one server.
   *
   * @param serverUrl the server's address for links and commands
   * @param login whether users log in at this server
   * @param demo whether this server has the pages of the demo
   */
  public HomeServlet(String serverUrl, boolean login, boolean demo) {
    this.serverUrl = serverUrl;
    this.page = section(section(template(), "login", login), "demo", demo);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/html");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'");
    response.getOutputStream().write(html().getBytes(StandardCharsets.UTF_8));
  }

  /** The page with the address of the server. */
  String html() {
    return page.replace("{{root}}", escaped(serverUrl));
  }

  private static String template() {
    try (InputStream stream = HomeServlet.class.getResourceAsStream("home.html")) {
      return new String(
          Objects.requireNonNull(stream, "home.html").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("home.html is missing from the jar", e);
    }
  }

  /** The page with or without the part between the two comments that name the section. */
  private static String section(String page, String name, boolean shown) {
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- /" + name + " -->\n";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    String content = shown ? page.substring(from + begin.length(), to) : "";
    return page.substring(0, from) + content + page.substring(to + end.length());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
