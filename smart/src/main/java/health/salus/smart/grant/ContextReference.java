package health.salus.smart.grant;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * One entry of {@code fhirContext}: a resource besides patient and encounter that is open in the
 * EHR.
 *
 * @param reference relative, such as {@code ImagingStudy/1}
 * @param role absolute URI, or {@code launch} by default
 */
public record ContextReference(
    Optional<String> reference,
    Optional<String> canonical,
    Optional<String> type,
    Optional<String> role) {
  public ContextReference {
    if (reference.isEmpty() && canonical.isEmpty()) {
      throw new IllegalArgumentException("a fhirContext entry needs a reference or a canonical");
    }
    boolean covered =
        reference.filter(r -> r.startsWith("Patient/") || r.startsWith("Encounter/")).isPresent();
    if (covered && role.orElse("launch").equals("launch")) {
      throw new IllegalArgumentException(
          "patient and encounter of the launch have their own parameters");
    }
    if (role.filter(text -> !text.equals("launch") && !isAbsolute(text)).isPresent()) {
      throw new IllegalArgumentException("a role must be an absolute URI, or launch");
    }
  }

  private static boolean isAbsolute(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
