package health.salus.cli.load;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which files go first, so that what a resource refers to is there before it. */
final class ImportOrder {
  private static final Set<String> LEADING_NAMES =
      Set.of("hospital", "practitioner", "organization", "location");

  /** Files of bulk data hold one type each. Types that are not named here come last. */
  private static final List<Set<String>> TYPES =
      List.of(
          Set.of("Organization"),
          Set.of("Location", "Practitioner"),
          Set.of("PractitionerRole"),
          Set.of("Patient", "Bundle"),
          Set.of("Encounter", "Medication", "Device", "Coverage", "RelatedPerson"),
          Set.of("Condition", "AllergyIntolerance", "Specimen", "ServiceRequest"),
          Set.of("Observation", "Procedure", "MedicationRequest", "CareTeam", "Immunization"));

  private ImportOrder() {}

  static int wave(String fileName, String type) {
    if (type.equals("Bundle")) {
      return waveOfBundle(fileName.toLowerCase(Locale.ROOT));
    }
    for (int i = 0; i < TYPES.size(); i++) {
      if (TYPES.get(i).contains(type)) {
        return i;
      }
    }
    return type.equals("Provenance") ? TYPES.size() + 1 : TYPES.size();
  }

  /** Hospitals (wave 0) before practitioners (1), whose roles refer to them; then patients (3). */
  private static int waveOfBundle(String fileName) {
    if (LEADING_NAMES.stream().noneMatch(fileName::contains)) {
      return 3;
    }
    return fileName.contains("practitioner") ? 1 : 0;
  }
}
