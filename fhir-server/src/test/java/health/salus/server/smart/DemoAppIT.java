package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.demo.DemoAccess;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The demo's app and its EHR page in a real browser: launched both ways, refreshed, revoked. */
class DemoAppIT {
  private static DemoServer server;
  private Browser browser;

  @BeforeAll
  static void start() {
    server = DemoServer.shared();
  }

  @BeforeEach
  void openBrowser() {
    browser = Browser.open();
  }

  @AfterEach
  void nothingBrokeThePolicyOfItsPage() {
    if (browser == null) {
      return;
    }
    try {
      assertThat(browser.complaints()).isEmpty();
    } finally {
      browser.close();
    }
  }

  @Test
  void patientLaunchesTheAppAloneAndRefusesOneType() {
    browser.visit(server.at("/demo/app/launch.html?iss=" + server.base()));
    signIn(server.user("patient"), "standalone");
    browser.awaitTitle("Allow access?");
    browser.picture("standalone-consent");
    untick("patient/MedicationRequest.rs");
    browser.button("Allow").click();

    browser.awaitText("state", "Loaded.");

    browser.picture("standalone-app");
    assertThat(browser.text("banner")).contains("Mante251");
    assertThat(browser.text("refused")).contains("patient/MedicationRequest.rs");
    assertThat(browser.text("granted"))
        .contains("patient/Condition.rs")
        .doesNotContain("MedicationRequest");
    assertThat(status("Medication")).isEqualTo("403");
    assertThat(status("Conditions")).isEqualTo("200");
    assertThat(status("Newest values")).isEqualTo("200");
    assertThat(browser.text("user")).contains("Patient/");
  }

  @Test
  void observationsCanBeLimitedToOneKind() {
    browser.visit(server.at("/demo/app/launch.html?iss=" + server.base()));
    signIn(server.user("patient"), null);
    browser.awaitTitle("Allow access?");
    browser.all("details").forEach(details -> details.findElement(By.tagName("summary")).click());
    browser.all("input[name=narrow]").stream()
        .filter(box -> box.getAttribute("value").endsWith("|vital-signs"))
        .forEach(WebElement::click);
    browser.picture("standalone-narrowed");
    browser.button("Allow").click();

    browser.awaitText("state", "Loaded.");

    assertThat(browser.text("limited")).contains("patient/Observation.rs");
    assertThat(browser.text("granted")).contains("|vital-signs");
    assertThat(browser.text("chart")).contains("Body Height").doesNotContain("Hemoglobin A1c");
  }

  @Test
  void clinicianLaunchesFromTheEhrRefreshesAndTakesTheAccessAway() {
    browser.visit(server.at("/demo/ehr/"));
    browser.button("Sign in").click();
    signIn(server.user("clinician"), null);
    browser.awaitTitle("Allow access?");
    browser.button("Allow").click();
    String visit = launchFor("Mante251");

    browser.awaitTitle("Allow access?");
    browser.picture("ehr-consent");
    browser.button("Allow").click();
    browser.awaitText("state", "Loaded.");
    browser.picture("ehr-app");
    assertThat(browser.text("visit")).isEqualTo(visit);
    assertThat(browser.text("intent")).isEqualTo("order-review");
    assertThat(browser.text("refused")).isEqualTo("none");
    assertThat(status("Conditions")).isEqualTo("200");

    browser.button("Refresh the token").click();
    browser.awaitText("refreshes", "1");
    browser.button("Load again").click();
    browser.awaitText("state", "Loaded.");
    assertThat(status("Conditions")).isEqualTo("200");

    String app = browser.window();
    revoke("Salus demo app");
    browser.turnTo(app);
    browser.script("document.getElementById('reload').click()"); // a click may miss a hidden tab

    assertThat(browser.shown("withdrawn").getText()).contains("Access was withdrawn");
    browser.picture("withdrawn");
    assertThat(browser.text("chart")).isEmpty();
    assertThat(browser.script("return sessionStorage.getItem('salus-demo-app.session')")).isNull();
  }

  @Test
  void keyboardAloneIsEnough() {
    DemoAccess.Person patient = server.user("patient");
    browser.visit(server.at("/demo/app/launch.html?iss=" + server.base()));
    browser.awaitTitle("Sign in");

    browser.press(patient.username());
    browser.press(Keys.TAB);
    browser.press(patient.password());
    browser.press(Keys.ENTER);
    browser.awaitTitle("Allow access?");
    browser.tabTo("input[value='patient/AllergyIntolerance.rs']");
    browser.press(Keys.SPACE);
    browser.tabTo("button[value=allow]");
    browser.press(Keys.ENTER);

    browser.awaitText("state", "Loaded.");
    assertThat(browser.text("refused")).contains("patient/AllergyIntolerance.rs");
  }

  @Test
  void pagesHaveNoBarriersOnTheScreenOfAPhone() {
    browser.narrow();
    browser.visit(server.at("/demo/app/launch.html?iss=" + server.base()));
    browser.awaitTitle("Sign in");
    assertThat(browser.barriers()).as("login").isEmpty();
    signIn(server.user("clinician"), "phone");
    browser.awaitTitle("Choose a patient");
    assertThat(browser.barriers()).as("picker").isEmpty();
    browser.picture("phone-picker");
    browser.all("#choices button").get(0).click();
    browser.awaitTitle("Allow access?");
    browser.all("details").forEach(details -> details.findElement(By.tagName("summary")).click());
    assertThat(browser.barriers()).as("consent").isEmpty();
    browser.picture("phone-consent");
    browser.button("Allow").click();
    browser.awaitText("state", "Loaded.");
    assertThat(browser.barriers()).as("app").isEmpty();
    browser.picture("phone-app");
    browser.visit(server.at("/oauth/grants"));
    browser.awaitTitle("Apps with access");
    assertThat(browser.barriers()).as("grants").isEmpty();
    browser.visit(server.at("/demo/ehr/"));
    browser.shown("welcome");
    assertThat(browser.barriers()).as("EHR").isEmpty();
  }

  @Test
  void deniedRequestComesBackToTheAppWithoutAToken() {
    browser.visit(server.at("/demo/app/launch.html?iss=" + server.base()));
    signIn(server.user("patient"), null);
    browser.awaitTitle("Allow access?");
    browser.button("Deny").click();

    assertThat(browser.shown("problem").getText()).contains("could not go on");
    assertThat(browser.script("return sessionStorage.getItem('salus-demo-app.session')")).isNull();
  }

  @Test
  void wrongPasswordIsToldWithoutSayingWhatWasWrong() {
    DemoAccess.Person patient = server.user("patient");
    browser.visit(server.at("/oauth/login"));
    browser.shown("username").sendKeys(patient.username());
    browser.shown("password").sendKeys("not the password", Keys.ENTER);

    WebElement problem = browser.shown("problem");

    browser.picture("login-failed");
    assertThat(problem.getAttribute("role")).isEqualTo("alert");
    assertThat(problem.getText())
        .doesNotContain("user does not")
        .doesNotContain(patient.username());
    assertThat(browser.shown("username").getAttribute("value")).isEqualTo(patient.username());
  }

  @Test
  void clinicianPicksThePatientByTypingPartOfTheName() {
    browser.visit(server.at("/demo/app/launch.html?iss=" + server.base()));
    signIn(server.user("clinician"), null);
    browser.awaitTitle("Choose a patient");
    browser.shown("q").sendKeys("Romaguera");
    browser.awaitText("choices", "One patient.");
    browser.picture("picker");
    browser.all("#choices button").get(0).click();
    browser.awaitTitle("Allow access?");
    browser.button("Allow").click();

    browser.awaitText("state", "Loaded.");

    assertThat(browser.text("banner")).contains("Romaguera67");
  }

  private void signIn(DemoAccess.Person person, String picture) {
    browser.awaitTitle("Sign in");
    if (picture != null) {
      browser.picture(picture + "-login");
    }
    browser.shown("username").sendKeys(person.username());
    browser.shown("password").sendKeys(person.password(), Keys.ENTER);
  }

  private void untick(String scope) {
    List<WebElement> boxes = browser.all("input[value='" + scope + "']");
    assertThat(boxes).hasSize(1);
    boxes.get(0).click();
  }

  /** Launches the app for the newest visit of a patient; returns the visit's id. */
  private String launchFor(String familyName) {
    browser.shown("chart");
    browser.shown("search").sendKeys(familyName);
    browser.awaitOnlyOne("#patient option");
    browser.awaitText("patient", familyName);
    new Select(browser.shown("patient")).selectByIndex(0);
    browser.awaitText("encounter", "check up");
    Select visits = new Select(browser.shown("encounter"));
    visits.selectByIndex(1);
    String visit = visits.getFirstSelectedOption().getAttribute("value");
    new Select(browser.shown("intent")).selectByValue("order-review");
    browser.picture("ehr");
    Set<String> known = browser.windows();
    browser.button("Launch the app").click();
    browser.turnToNewTab(known);
    return visit;
  }

  private void revoke(String app) {
    browser.newTab();
    browser.visit(server.at("/oauth/grants"));
    browser.awaitTitle("Apps with access");
    browser.picture("grants");
    browser.all("article").stream()
        .filter(article -> article.getText().startsWith(app))
        .findFirst()
        .orElseThrow()
        .findElement(By.name("grant"))
        .click();
    browser.awaitText("main", "has no access any more");
    browser.closeTab();
  }

  /** What the server answered to the request behind a section of the chart. */
  private String status(String section) {
    String id = "chart-" + section.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
    return browser.all("section[aria-labelledby=" + id + "]").get(0).getAttribute("data-status");
  }
}
