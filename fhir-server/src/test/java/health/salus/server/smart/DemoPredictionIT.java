package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import health.salus.server.demo.DemoAccess;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The demo's app with a trained model behind it. */
class DemoPredictionIT {

  @Test
  void appShowsThePredictionOfWhatItMayRead() throws Exception {
    try (Browser browser = Browser.open()) {
      DemoServer server = DemoServer.shared();
      TestServer.shared().load(TestServer.home().resolve("examples/synthea/cohort"));
      TestServer.shared().train("diabetes-2y");
      DemoAccess.Person patient = server.user("patient");

      browser.visit(server.at("/demo/app/launch.html?iss=" + server.base()));
      browser.awaitTitle("Sign in");
      browser.shown("username").sendKeys(patient.username());
      browser.shown("password").sendKeys(patient.password(), Keys.ENTER);
      browser.awaitTitle("Allow access?");
      browser.button("Allow").click();
      browser.awaitText("state", "Loaded.");

      browser.picture("prediction");
      assertThat(browser.text("chart").lines().limit(3).toList()).first().isEqualTo("Prediction");
      assertThat(browser.text("chart")).containsPattern("(?i)diabetes[^\n]*: [0-9.]+ %");
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
