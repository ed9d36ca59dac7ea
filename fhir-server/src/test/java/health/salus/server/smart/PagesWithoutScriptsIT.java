package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.demo.DemoAccess;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The pages of the authorization server in a browser that runs no script. */
class PagesWithoutScriptsIT {
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @Test
  void clinicianSignsInSearchesPicksAndAllows() {
    try (Browser browser = Browser.withoutScripts()) {
      DemoServer server = DemoServer.shared();
      DemoAccess.Person clinician = server.user("clinician");

      browser.visit(authorization(server));
      browser.awaitTitle("Sign in");
      browser.shown("username").sendKeys(clinician.username());
      browser.shown("password").sendKeys(clinician.password(), Keys.ENTER);
      browser.awaitTitle("Choose a patient");
      browser.shown("q").sendKeys("Romaguera", Keys.ENTER);
      browser.awaitText("choices", "One patient.");
      browser.button("Dionne995").click();
      browser.awaitTitle("Allow access?");
      browser.button("Allow").click();

      browser.awaitTitle("Salus demo app");
      assertThat(browser.url())
          .startsWith(server.at("/demo/app/?code="))
          .contains("state=a-state-of-this-test");
    }
  }

  private static String authorization(DemoServer server) {
    return server.at("/oauth/authorize")
        + "?response_type=code&client_id=demo-app&state=a-state-of-this-test"
        + "&code_challenge_method=S256&code_challenge="
        + CHALLENGE
        + "&redirect_uri="
        + encoded(server.at("/demo/app/"))
        + "&aud="
        + encoded(server.base())
        + "&scope="
        + encoded("launch/patient patient/Patient.rs");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
