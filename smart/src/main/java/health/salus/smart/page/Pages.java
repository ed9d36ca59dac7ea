package health.salus.smart.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/**
 * The pages, as HTML. Everything a record holds is text and is escaped; no page needs a script, and
 * none has one inline. Thread-safe.
 */
public final class Pages {
  private static final String TEMPLATES = "health.salus.smart.page.template";

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), TEMPLATES);
  private final Assets assets;

  public Pages(Assets assets) {
    this.assets = assets;
  }

  public String login(LoginPage page) {
    return render("login.jte", page);
  }

  public String patientPicker(PatientPickerPage page) {
    return render("patient.jte", page);
  }

  /** The list of a patient picker alone, which htmx puts in place of the list that is shown. */
  public String patientChoices(PatientPickerPage page) {
    StringOutput html = new StringOutput();
    engine.render("choices.jte", page, html);
    return html.toString();
  }

  public String encounterPicker(EncounterPickerPage page) {
    return render("encounter.jte", page);
  }

  public String consent(ConsentPage page) {
    return render("consent.jte", page);
  }

  public String grants(GrantsPage page) {
    return render("grants.jte", page);
  }

  /** What a user sees after signing out. */
  public String loggedOut() {
    StringOutput html = new StringOutput();
    engine.render("loggedout.jte", assets, html);
    return html.toString();
  }

  public String error(ErrorPage page) {
    return render("error.jte", page);
  }

  private String render(String template, Object page) {
    StringOutput html = new StringOutput();
    engine.render(template, Map.of("assets", assets, "page", page), html);
    return html.toString();
  }
}
