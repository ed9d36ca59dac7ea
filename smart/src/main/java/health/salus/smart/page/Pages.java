package health.salus.smart.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/**
 * Renders the pages as HTML. All data of records are escaped. No page needs a script, and none has
 * an inline script. Thread-safe.
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

  /** The list of a patient picker alone, with which htmx replaces the list on the page. */
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

  /** The page after signing out. */
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
