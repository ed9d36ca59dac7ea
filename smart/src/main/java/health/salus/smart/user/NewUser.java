package health.salus.smart.user;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A user to be created or changed, without the password. */
public record NewUser(String username, Optional<String> fhirUser, Set<Role> roles) {
  private static final Pattern USERNAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,127}");
  private static final Pattern FHIR_USER =
      Pattern.compile(
          "(Patient|Practitioner|PractitionerRole|RelatedPerson|Person)/[A-Za-z0-9.-]{1,64}");

  public NewUser {
    roles = Set.copyOf(roles);
    if (!USERNAME.matcher(username).matches()) {
      throw new IllegalArgumentException(
          "a user name has 1 to 128 of the characters a-z, 0-9, '.', '_', '@' and '-'");
    }
    if (fhirUser.isPresent() && !FHIR_USER.matcher(fhirUser.get()).matches()) {
      throw new IllegalArgumentException(
          "fhirUser must be a relative reference such as Practitioner/1");
    }
  }
}
