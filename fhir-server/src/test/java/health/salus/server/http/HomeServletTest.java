package health.salus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The front page, without a server. */
class HomeServletTest {
  @Test
  void demoAndLoginAreShownWhereTheyExist() {
    String page = new HomeServlet("http://localhost:8080", true, true).html();

    assertThat(page).contains("href=\"/demo/ehr/\"", "href=\"/oauth/grants\"");
  }

  @Test
  void demoAndLoginAreLeftOutWhereTheyDoNotExist() {
    String page = new HomeServlet("http://localhost:8080", false, false).html();

    assertThat(page).doesNotContain("/demo/", "/oauth/", "<!--").endsWith("</html>\n");
  }

  @Test
  void commandsNameTheAddressOfTheServer() {
    String page = new HomeServlet("https://a.example/\"&<", true, true).html();

    assertThat(page).contains("https://a.example/&quot;&amp;&lt;/models").doesNotContain("{{");
  }
}
