package health.salus.ml.model;

/** The names of a model: {@code name} in the settings, {@code url|version} in FHIR. */
public record ModelIdentity(String name, String version, String title, String url) {
  public String canonical() {
    return url + "|" + version;
  }
}
