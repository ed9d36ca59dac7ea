package health.salus.server.smart;

import health.salus.smart.provider.ProviderSettings;
import health.salus.smart.provider.ProviderSettings.Claims;
import health.salus.storage.setting.Settings;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The block {@code smart.provider}. */
final class ProviderConfig {
  private ProviderConfig() {}

  /** The provider; nothing without an issuer. */
  static Optional<ProviderSettings> read(Settings block) {
    @Nullable String issuer = block.optionalText("issuer");
    @Nullable String clientId = block.optionalText("clientId");
    List<String> names = block.texts("roles", List.of());
    boolean badIssuer = issuer != null && !isUrl(issuer);
    boolean badNames = names.stream().anyMatch(name -> name.indexOf('=') < 1);
    block.refuse(badIssuer, "issuer", "must be an https URL (http on this machine only)");
    block.refuse(issuer != null && clientId == null, "clientId", "is missing");
    block.refuse(badNames, "roles", "must be a list of texts such as doctors=clinician");
    Claims claims =
        new Claims(
            block.text("usernameClaim", Claims.DEFAULTS.username()),
            block.text("fhirUserClaim", Claims.DEFAULTS.fhirUser()),
            block.text("rolesClaim", Claims.DEFAULTS.roles()),
            names.isEmpty() || badNames ? Claims.DEFAULTS.roleNames() : pairs(names));
    String name = block.text("name", "your organisation");
    Optional<String> secret = Optional.ofNullable(block.secret("clientSecret"));
    Optional<String> audience = Optional.ofNullable(block.optionalText("audience"));
    boolean introspection = block.flag("introspection", false);
    block.refuseUnknown();
    if (issuer == null || clientId == null || badIssuer) {
      return Optional.empty();
    }
    return Optional.of(
        new ProviderSettings(name, issuer, clientId, secret, claims, audience, introspection));
  }

  private static Map<String, String> pairs(List<String> texts) {
    Map<String, String> pairs = new HashMap<>();
    for (String text : texts) {
      int equals = text.lastIndexOf('=');
      pairs.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return pairs;
  }

  private static boolean isUrl(String text) {
    try {
      URI url = URI.create(text);
      boolean local = List.of("localhost", "127.0.0.1").contains(String.valueOf(url.getHost()));
      return url.getHost() != null
          && !text.endsWith("/")
          && ("https".equals(url.getScheme()) || (local && "http".equals(url.getScheme())));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
