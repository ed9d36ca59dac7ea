package health.salus.server.smart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium without a screen, with a profile of its own. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target/screenshots").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Skips the test, and says so, where there is no Chromium. */
  static Browser open() {
    return open(Map.of());
  }

  /** A browser in which pages run no script. */
  static Browser withoutScripts() {
    return open(Map.of("profile.managed_default_content_settings.javascript", 2));
  }

  private static Browser open(Map<String, Object> preferences) {
    boolean installed = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    if (!installed) {
      System.out.println("Skipped: " + CHROMIUM + " or " + DRIVER + " is not installed");
    }
    Assumptions.assumeTrue(installed, "Chromium is not installed");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.setExperimentalOption("prefs", preferences);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1200,1000",
        "--user-data-dir=" + profile());
    // The driver is named, so that nothing looks for one on the network.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  void visit(String url) {
    driver.get(url);
  }

  String url() {
    return driver.getCurrentUrl();
  }

  /** The element with this id, once it is shown. */
  WebElement shown(String id) {
    return waiting("#" + id + " to be shown")
        .until(
            ignored ->
                driver.findElements(By.id(id)).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null));
  }

  /** The button, shown, with this text. */
  WebElement button(String text) {
    return waiting("a button " + text)
        .until(
            ignored ->
                driver
                    .findElements(
                        By.xpath("//button[starts-with(normalize-space(.), '" + text + "')]"))
                    .stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null));
  }

  void awaitText(String id, String text) {
    waiting("#" + id + " to say " + text)
        .until(ignored -> driver.findElement(By.id(id)).getText().contains(text));
  }

  void awaitOnlyOne(String css) {
    waiting("only one " + css).until(ignored -> all(css).size() == 1);
  }

  void awaitTitle(String title) {
    waiting("the page " + title).until(ignored -> title().startsWith(title));
  }

  String title() {
    return String.valueOf(driver.getTitle());
  }

  String text(String id) {
    return driver.findElement(By.id(id)).getText();
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** Presses keys wherever the focus is. */
  void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Goes from field to field with the tab key until the wanted one has the focus. */
  void tabTo(String css) {
    for (int presses = 0; presses < 60; presses++) {
      if (driver.findElement(By.cssSelector(css)).equals(driver.switchTo().activeElement())) {
        return;
      }
      press(Keys.TAB);
    }
    throw new AssertionError("the tab key never reaches " + css);
  }

  Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  String window() {
    return driver.getWindowHandle();
  }

  /** Opens an empty tab beside this one and turns to it. */
  void newTab() {
    driver.switchTo().newWindow(org.openqa.selenium.WindowType.TAB);
  }

  /** Turns to a tab that a page opened. */
  void turnToNewTab(Set<String> known) {
    waiting("a new tab").until(ignored -> driver.getWindowHandles().size() > known.size());
    Set<String> opened = new TreeSet<>(driver.getWindowHandles());
    opened.removeAll(known);
    driver.switchTo().window(opened.iterator().next());
  }

  /** Closes this tab, so that the one behind it is in front: browsers let hidden pages wait. */
  void closeTab() {
    driver.close();
  }

  void turnTo(String window) {
    driver.switchTo().window(window);
  }

  Set<String> windows() {
    return Set.copyOf(driver.getWindowHandles());
  }

  /** What the browser's console holds about broken policies and failed scripts. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .filter(
            message ->
                message.contains("Content Security Policy")
                    || message.contains("Refused to")
                    || message.contains("Uncaught"))
        .toList();
  }

  /**
   * What a screen reader would miss on this page: fields without a label, buttons and links without
   * a name, pictures without a text, a page without language or with other than one main heading.
   */
  List<String> barriers() {
    Object found =
        script(
            """
            const shown = (element) => element.getClientRects().length > 0;
            const named = (element) =>
              element.textContent.trim() || element.getAttribute('aria-label');
            const all = (css) => [...document.querySelectorAll(css)].filter(shown);
            const told = (elements, what) => elements.map((e) => what + ': ' + e.outerHTML);
            return [
              ...told(all('input:not([type=hidden]), select')
                .filter((field) => field.labels.length === 0), 'no label'),
              ...told(all('button, a').filter((element) => !named(element)), 'no name'),
              ...told(all('img:not([alt])'), 'no text'),
              ...told(all('fieldset').filter((set) => !set.querySelector('legend')), 'no legend'),
              ...(document.documentElement.lang ? [] : ['no language']),
              ...(all('h1').length === 1 ? [] : ['not one main heading']),
              ...(document.scrollingElement.scrollWidth > innerWidth ? ['scrolls sideways'] : []),
            ];
            """);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  /** Makes the window as wide as a phone, in CSS pixels. */
  void narrow() {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 360, "height", 740, "deviceScaleFactor", 1, "mobile", true));
  }

  /** Keeps a picture of the whole window for people to look at. */
  void picture(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }

  private WebDriverWait waiting(String what) {
    WebDriverWait wait = new WebDriverWait(driver, PATIENCE);
    wait.withMessage(() -> "waited for " + what + " at " + url() + ": " + title());
    wait.ignoring(org.openqa.selenium.StaleElementReferenceException.class);
    wait.ignoring(org.openqa.selenium.NoSuchElementException.class);
    return wait;
  }

  private static Path profile() {
    try {
      return Files.createTempDirectory("salus-chromium");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
