package health.salus.smart.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {
  private static final String HOSTILE = "\"><script>alert(1)</script><img src=x onerror='a()'>";
  private static final Form FORM = new Form("/oauth/consent", "csrf-value", "flow-value");
  private static final AppLabel APP = new AppLabel("Growth chart", "app.example.org");
  private static final AppLabel HOSTILE_APP = new AppLabel(HOSTILE, HOSTILE);

  private final Pages pages = new Pages(new Assets("/oauth/assets"));

  @Test
  void hostileTextStaysTextOnEveryPage() {
    Form form = new Form("/oauth/" + HOSTILE, HOSTILE, HOSTILE);
    List<Choice> choices = List.of(new Choice(HOSTILE, HOSTILE, HOSTILE));
    List<String> scopes = List.of("patient/Goal.rs?description=" + HOSTILE, HOSTILE);
    GrantsPage.Grant grant =
        new GrantsPage.Grant(HOSTILE, HOSTILE, HOSTILE, scopes, Instant.EPOCH, null);
    PatientPickerPage picker =
        new PatientPickerPage(form, HOSTILE_APP, HOSTILE, HOSTILE, choices, true);
    LoginPage.Provider provider = new LoginPage.Provider(HOSTILE, "/oauth/broker" + HOSTILE);

    List<String> all =
        List.of(
            pages.login(new LoginPage(form, HOSTILE_APP, HOSTILE, true, HOSTILE, provider)),
            pages.patientPicker(picker),
            pages.patientChoices(picker),
            pages.encounterPicker(
                new EncounterPickerPage(form, HOSTILE_APP, HOSTILE, HOSTILE, choices)),
            pages.consent(new ConsentPage(form, HOSTILE_APP, HOSTILE, HOSTILE, scopes, HOSTILE)),
            pages.grants(new GrantsPage(form, HOSTILE, List.of(grant), HOSTILE)),
            pages.error(new ErrorPage(HOSTILE, HOSTILE)));

    assertThat(all)
        .allSatisfy(
            html ->
                assertThat(html)
                    .contains("&lt;script")
                    .doesNotContain("<script>alert")
                    .doesNotContain("<img src=x")
                    .doesNotContain("\">&lt;")); // a quote that ends an attribute too early
  }

  @Test
  void nothingInAPageNeedsALaxContentSecurityPolicy() {
    List<String> all =
        List.of(
            pages.login(new LoginPage(FORM, APP, "", false, null, null)),
            pages.patientPicker(new PatientPickerPage(FORM, APP, "Dr. Reed", "", List.of(), false)),
            consent("patient/*.rs", "patient/Observation.rs", "offline_access", "openid"),
            pages.loggedOut());

    assertThat(all)
        .allSatisfy(
            html ->
                assertThat(html)
                    .doesNotContainPattern("<script(?![^>]* src=)")
                    .doesNotContain("<style")
                    .doesNotContainPattern("\\sstyle=")
                    .doesNotContainPattern("\\son[a-z]+="));
  }

  @Test
  void everyFormCarriesItsTokenAndItsRequest() {
    String html = consent("patient/Goal.rs");

    assertThat(html)
        .contains("action=\"/oauth/consent\"")
        .contains("name=\"csrf\" value=\"csrf-value\"")
        .contains("name=\"flow\" value=\"flow-value\"");
  }

  @Test
  void consentHasOneBoxPerResourceScope() {
    String html = consent("openid", "fhirUser", "patient/Goal.rs", "patient/Condition.rs");

    assertThat(html)
        .containsOnlyOnce("name=\"scope\" value=\"patient/Goal.rs\" checked")
        .containsOnlyOnce("name=\"scope\" value=\"patient/Condition.rs\" checked")
        .contains("Read and search goals of Anna Smith")
        .contains("Know who you are in this system")
        .doesNotContain("value=\"openid\"");
  }

  @Test
  void conditionsCanBeNarrowedToTheirCategories() {
    String html = consent("patient/Condition.rs");

    assertThat(html)
        .contains("condition-category|encounter-diagnosis\"")
        .contains("condition-category|problem-list-item\"")
        .contains("condition-category|health-concern\"")
        .containsPattern("name=\"narrow\" value=\"patient/Condition.rs\\?category=http")
        .contains("diagnoses made at a visit");
  }

  @Test
  void accessWithoutTheUserIsAskedForInSoManyWords() {
    assertThat(consent("patient/Goal.rs", "offline_access"))
        .contains("It may keep access when you are not using it")
        .contains("Until you withdraw it at <a href=\"http://localhost:8080/oauth/grants\">");
    assertThat(consent("patient/Goal.rs")).doesNotContain("when you are not using it");
  }

  @Test
  void failedLoginKeepsTheNameAndSaysSoToScreenReaders() {
    String html =
        pages.login(
            new LoginPage(FORM, null, "reed", true, "The name or password is wrong.", null));

    assertThat(html)
        .contains("role=\"alert\"")
        .contains("The name or password is wrong.")
        .contains("value=\"reed\"")
        .contains("autocomplete=\"one-time-code\"");
    assertThat(pages.login(new LoginPage(FORM, null, "", false, null, null)))
        .doesNotContain("role=\"alert\"")
        .doesNotContain("one-time-code");
  }

  @Test
  void searchAnswerIsTheListAlone() {
    PatientPickerPage page =
        new PatientPickerPage(
            FORM,
            APP,
            "Dr. Reed",
            "smi",
            List.of(new Choice("p1", "Anna Smith", "born 4 May 1964, female")),
            false);

    assertThat(pages.patientChoices(page))
        .contains("name=\"patient\" value=\"p1\"")
        .contains("born 4 May 1964, female")
        .doesNotContain("<html");
    assertThat(pages.patientPicker(page)).contains(pages.patientChoices(page).strip());
  }

  @Test
  void grantSaysWhatSinceWhenAndForWhom() {
    GrantsPage.Grant grant =
        new GrantsPage.Grant(
            "g1",
            "Growth chart",
            "Anna Smith",
            List.of("patient/Goal.rs", "openid"),
            Instant.parse("2026-11-24T16:05:00Z"),
            null);

    String html = pages.grants(new GrantsPage(FORM, "Anna", List.of(grant), null));

    assertThat(html)
        .contains("24 November 2026, 16:05 UTC")
        .contains("<dd>never</dd>")
        .contains("Read and search goals of Anna Smith")
        .contains("name=\"grant\" value=\"g1\"");
  }

  private String consent(String... scopes) {
    return pages.consent(
        new ConsentPage(
            FORM,
            APP,
            "Anna",
            "Anna Smith",
            List.of(scopes),
            "http://localhost:8080/oauth/grants"));
  }
}
