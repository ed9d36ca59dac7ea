package health.salus.smart.provider;

import health.salus.smart.user.NewUser;
import health.salus.smart.user.Role;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A user of the provider, read from the configured claims. */
final class ProviderUser {
  private ProviderUser() {}

  /**
   * The user; empty if the claims name none. The name gets the provider's host as its domain, so
   * that equal names at the provider and here stay different users.
   */
  static Optional<NewUser> of(Map<String, ?> claims, ProviderSettings settings, String fhirBase) {
    return text(claims, settings.claims().username())
        .or(() -> text(claims, "sub"))
        .flatMap(name -> user(name, claims, settings, fhirBase));
  }

  /** The known roles; other roles of the provider are ignored. */
  static Set<Role> roles(Map<String, ?> claims, ProviderSettings.Claims names) {
    @Nullable Object value = at(claims, names.roles());
    List<?> said =
        value instanceof Collection<?> several
            ? List.copyOf(several)
            : value == null ? List.of() : List.of(value);
    return said.stream()
        .flatMap(each -> Optional.ofNullable(names.roleNames().get(each.toString())).stream())
        .flatMap(code -> Role.of(code).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** A reference relative to this server, from a relative reference or a URL. */
  static Optional<String> fhirUser(
      Map<String, ?> claims, ProviderSettings.Claims names, String fhirBase) {
    return text(claims, names.fhirUser())
        .map(
            reference ->
                reference.startsWith(fhirBase + "/")
                    ? reference.substring(fhirBase.length() + 1)
                    : reference)
        .filter(reference -> !reference.contains(":"));
  }

  static Optional<String> text(Map<String, ?> claims, String path) {
    return at(claims, path) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<NewUser> user(
      String name, Map<String, ?> claims, ProviderSettings settings, String fhirBase) {
    String host = Optional.ofNullable(URI.create(settings.issuer()).getHost()).orElse("provider");
    String username = (name + "@" + host).toLowerCase(Locale.ROOT);
    try {
      return Optional.of(
          new NewUser(
              username,
              fhirUser(claims, settings.claims(), fhirBase),
              roles(claims, settings.claims())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Object at(Map<String, ?> claims, String path) {
    @Nullable Object direct = claims.get(path);
    int dot = path.indexOf('.');
    if (direct != null || dot < 0) {
      return direct;
    }
    if (claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
      @SuppressWarnings("unchecked") // keys of JSON objects are texts
      Map<String, ?> object = (Map<String, ?>) inner;
      return at(object, path.substring(dot + 1));
    }
    return null;
  }
}
