package health.salus.server.demo;

import health.salus.smart.user.NewUser;
import health.salus.smart.user.Role;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The people of the demo. Their references are those of examples/synthea/sample. */
public enum DemoUser {
  /** The doctor whom the sample patient sees most. */
  CLINICIAN(
      Role.CLINICIAN, "Practitioner/5cefa0a6-c417-31dc-a09e-f42c2c5712b1", null, "user/*.cruds"),
  /** Another who sees the sample patient often; Synthea has no nurses. */
  NURSE(Role.NURSE, "Practitioner/64172f76-fb75-34d6-9934-49d98dc14e1c", null, "user/*.cruds"),
  RESEARCHER(Role.RESEARCHER, null, null, "user/*.rs"),
  BILLING(Role.BILLING, null, null, "user/*.rs"),
  PATIENT(
      Role.PATIENT,
      "Patient/" + SamplePatient.ofDemo().id(),
      SamplePatient.ofDemo().id(),
      "patient/*.rs"),
  /** Parent of a girl of fourteen. */
  PARENT(Role.PARENT, "RelatedPerson/" + DemoFamily.PARENT, DemoFamily.CHILD, "patient/*.rs"),
  PRIVACY(Role.PRIVACY, null, null, "user/*.rs"),
  ADMIN(Role.ADMIN, null, null, "user/*.cruds");

  private final Role role;
  private final @Nullable String fhirUser;
  private final @Nullable String patient;
  private final String usualScope;

  DemoUser(Role role, @Nullable String fhirUser, @Nullable String patient, String usualScope) {
    this.role = role;
    this.fhirUser = fhirUser;
    this.patient = patient;
    this.usualScope = usualScope;
  }

  public static Optional<DemoUser> of(String username) {
    return Arrays.stream(values()).filter(user -> user.username().equals(username)).findFirst();
  }

  String username() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Default scope of a token of this user. */
  public String usualScope() {
    return usualScope;
  }

  NewUser account() {
    return new NewUser(username(), Optional.ofNullable(fhirUser), Set.of(role));
  }

  DemoAccess.Person withPassword(String password) {
    return new DemoAccess.Person(username(), password, fhirUser, patient);
  }
}
