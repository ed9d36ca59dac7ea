package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The headers that keep pages and their files safe, and files fast. */
class PageHeadersIT {
  private static final TestServer SERVER = TestServer.shared();

  @Test
  void pageRunsNothingInlineIsFramedByNobodyAndIsNotKept() {
    HttpResponse<String> page = get("/oauth/login");

    String policy = header(page, "Content-Security-Policy");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(policy)
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .contains("style-src 'self'")
        .contains("frame-ancestors 'none'")
        .contains("base-uri 'none'")
        .doesNotContain("unsafe");
    assertThat(header(page, "Cache-Control")).contains("no-store");
    assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void fileOfAPageIsKeptForEverUnderTheNameOfItsContent() {
    Matcher link =
        Pattern.compile("/oauth/assets/salus\\.[0-9a-f]{16}\\.css")
            .matcher(get("/oauth/login").body());
    assertThat(link.find()).isTrue();

    HttpResponse<String> file = get(link.group());

    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(header(file, "Content-Type")).startsWith("text/css");
    assertThat(header(file, "Cache-Control")).contains("immutable");
    assertThat(file.body()).contains("body {");
  }

  @Test
  void otherFilesAreNotThere() {
    assertThat(get("/oauth/assets/salus.css").statusCode()).isEqualTo(404);
    assertThat(get("/oauth/assets/..%2f..%2fPages.class").statusCode()).isBetween(400, 404);
    assertThat(get("/oauth/assets/").statusCode()).isEqualTo(404);
    assertThat(get("/demo/app/../DemoServlet.class").statusCode()).isBetween(400, 404);
    assertThat(get("/demo/app/none.js").statusCode()).isEqualTo(404);
  }

  @Test
  void demoPageRunsNothingInlineAndIsFramedByNobody() {
    HttpResponse<String> page = get("/demo/app/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
  }

  private static HttpResponse<String> get(String path) {
    return SERVER.get(path, "Authorization", TestServer.NO_TOKEN);
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
