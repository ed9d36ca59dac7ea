package health.salus.smart.oauth;

/**
 * How the hospital presents itself to the users of apps.
 *
 * @param name as patients know it
 * @param website https URL; also the brand's identifier
 * @param city and {@code state}, where it is
 */
public record BrandSettings(String name, String website, String city, String state) {
  static final String URL_SYSTEM = "urn:ietf:rfc:3986";

  public BrandSettings {
    if (!website.startsWith("https://")) {
      throw new IllegalArgumentException("the brand's website must be an https URL");
    }
  }
}
