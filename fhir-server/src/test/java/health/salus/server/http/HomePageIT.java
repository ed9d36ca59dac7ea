package health.salus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The links of the front page lead somewhere without a token. */
class HomePageIT {
  private static final Pattern LINK = Pattern.compile("href=\"([^\"]+)\"");
  private static final TestServer SERVER = TestServer.shared();

  @Test
  void everyLinkAnswersWithoutAToken() {
    HttpResponse<String> page = get("/");

    List<String> links =
        LINK.matcher(page.body()).results().map((MatchResult link) -> link.group(1)).toList();
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(links).contains("/demo/ehr/", "/oauth/grants").hasSizeGreaterThan(7);
    assertThat(links)
        .allSatisfy(link -> assertThat(get(link).statusCode()).as(link).isBetween(200, 303));
  }

  private static HttpResponse<String> get(String path) {
    return SERVER.get(path, "Authorization", TestServer.NO_TOKEN);
  }
}
