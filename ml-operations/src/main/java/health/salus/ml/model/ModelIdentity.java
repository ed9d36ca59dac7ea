package health.salus.ml.model;

/** What a model is called: {@code name} in our settings, {@code url|version} in FHIR. */
public record ModelIdentity(String name, String version, String title, String url) {
  public String canonical() {
    return url + "|" + version;
  }
}
