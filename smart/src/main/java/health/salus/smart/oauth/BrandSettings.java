package health.salus.smart.oauth;

/**
 * The hospital's brand, as shown to the users of apps.
 *
 * @param name as patients know it
 * @param website https URL; also the brand's identifier
 * @param city and {@code state}: the hospital's location
 */
public record BrandSettings(String name, String website, String city, String state) {
  static final String URL_SYSTEM = "urn:ietf:rfc:3986";

  public BrandSettings {
    if (!website.startsWith("https://")) {
      throw new IllegalArgumentException("the brand's website must be an https URL");
    }
  }
}
