package health.salus.smart.page;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Everyday names of FHIR's resource types and categories. */
final class ResourceWords {
  /** Plurals that cannot be derived from the type's name, or would not be understood. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("AllergyIntolerance", "allergies and intolerances"),
          Map.entry("AuditEvent", "records of who accessed what"),
          Map.entry("CarePlan", "care plans"),
          Map.entry("Condition", "conditions and diagnoses"),
          Map.entry("Coverage", "insurance coverage"),
          Map.entry("Device", "devices and implants"),
          Map.entry("DiagnosticReport", "reports of tests and examinations"),
          Map.entry("DocumentReference", "clinical notes and documents"),
          Map.entry("Encounter", "visits and hospital stays"),
          Map.entry("ExplanationOfBenefit", "what insurance paid for"),
          Map.entry("FamilyMemberHistory", "family history"),
          Map.entry("Immunization", "vaccinations"),
          Map.entry("ImagingStudy", "imaging studies"),
          Map.entry("MedicationAdministration", "medication given"),
          Map.entry("MedicationDispense", "medication handed out"),
          Map.entry("MedicationRequest", "prescriptions"),
          Map.entry("MedicationStatement", "medication taken"),
          Map.entry("Observation", "measurements, results and other observations"),
          Map.entry("Patient", "name, birth date, address and other personal data"),
          Map.entry("Practitioner", "doctors, nurses and other staff"),
          Map.entry("PractitionerRole", "roles and workplaces of staff"),
          Map.entry("Provenance", "records of where data came from"),
          Map.entry("QuestionnaireResponse", "answers to questionnaires"),
          Map.entry("RelatedPerson", "relatives and carers"),
          Map.entry("RiskAssessment", "risk assessments and predictions"),
          Map.entry("ServiceRequest", "orders and referrals"),
          Map.entry("Specimen", "samples taken"));

  /** Types that are not part of one patient's record. */
  private static final Set<String> SHARED =
      Set.of(
          "CodeSystem",
          "Endpoint",
          "HealthcareService",
          "Location",
          "Medication",
          "Organization",
          "Practitioner",
          "PractitionerRole",
          "Questionnaire",
          "Substance",
          "ValueSet");

  private static final Map<String, String> CATEGORIES =
      Map.ofEntries(
          Map.entry("laboratory", "laboratory observations"),
          Map.entry("vital-signs", "vital signs"),
          Map.entry("social-history", "social history"),
          Map.entry("survey", "answers to surveys"),
          Map.entry("sdoh", "observations about living conditions"),
          Map.entry("exam", "findings of examinations"),
          Map.entry("imaging", "imaging observations"),
          Map.entry("procedure", "observations made during procedures"),
          Map.entry("encounter-diagnosis", "diagnoses made at a visit"),
          Map.entry("problem-list-item", "conditions on the problem list"),
          Map.entry("health-concern", "health concerns"));

  private ResourceWords() {}

  /** The plural of a type, for example {@code MedicationRequest} → prescriptions. */
  static String plural(String type) {
    if (type.equals("*")) {
      return "everything";
    }
    return TYPES.getOrDefault(type, split(type) + "s");
  }

  /** Whether records of this type belong to a patient. */
  static boolean ofPatient(String type) {
    return !SHARED.contains(type);
  }

  /**
   * The content of a category of this type; a category without a description is named by its code.
   */
  static String category(String type, String code) {
    return CATEGORIES.getOrDefault(code, "%s of the category %s".formatted(plural(type), code));
  }

  private static String split(String type) {
    return type.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}
