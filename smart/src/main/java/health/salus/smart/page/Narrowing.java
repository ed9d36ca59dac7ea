package health.salus.smart.page;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A smaller scope that a user may grant instead of the one an app asked for: types instead of
 * everything, categories instead of all observations or conditions.
 *
 * @param scope the smaller scope
 * @param words description of its content, in plain words
 */
public record Narrowing(String scope, String words) {
  private static final String OBSERVATION_CATEGORY =
      "http://terminology.hl7.org/CodeSystem/observation-category|";
  private static final String CONDITION_CATEGORY =
      "http://terminology.hl7.org/CodeSystem/condition-category|";

  /** The sub-resource scopes that ONC certification (g)(10) asks for, with US Core 6. */
  private static final List<String> OBSERVATIONS =
      List.of(
          OBSERVATION_CATEGORY + "laboratory",
          OBSERVATION_CATEGORY + "vital-signs",
          OBSERVATION_CATEGORY + "social-history",
          OBSERVATION_CATEGORY + "survey",
          "http://hl7.org/fhir/us/core/CodeSystem/us-core-category|sdoh");

  private static final List<String> CONDITIONS =
      List.of(
          CONDITION_CATEGORY + "encounter-diagnosis",
          CONDITION_CATEGORY + "problem-list-item",
          "http://hl7.org/fhir/us/core/CodeSystem/condition-category|health-concern");

  /** The common types of a record. To grant a rarer type, a user grants everything. */
  private static final List<String> TYPES =
      List.of(
          "Patient",
          "Condition",
          "Observation",
          "MedicationRequest",
          "AllergyIntolerance",
          "Immunization",
          "Procedure",
          "Encounter",
          "DiagnosticReport",
          "DocumentReference",
          "CarePlan",
          "CareTeam",
          "Goal",
          "Coverage",
          "RiskAssessment");

  /**
   * The parts from which a user can choose; empty if a scope is granted completely or not at all.
   */
  public static List<Narrowing> of(String scope) {
    Optional<ScopeText> resource = ScopeText.of(scope).filter(text -> text.parameters().isEmpty());
    if (resource.isEmpty()) {
      return List.of();
    }
    ScopeText text = resource.get();
    Stream<Narrowing> parts =
        switch (text.type()) {
          case "*" ->
              TYPES.stream()
                  .map(
                      type -> new Narrowing(text.narrowedToType(type), ResourceWords.plural(type)));
          case "Observation" -> OBSERVATIONS.stream().map(category -> category(text, category));
          case "Condition" -> CONDITIONS.stream().map(category -> category(text, category));
          default -> Stream.empty();
        };
    return parts.toList();
  }

  private static Narrowing category(ScopeText text, String category) {
    String code = category.substring(category.indexOf('|') + 1);
    return new Narrowing(
        text.narrowedToCategory(category), ResourceWords.category(text.type(), code));
  }
}
