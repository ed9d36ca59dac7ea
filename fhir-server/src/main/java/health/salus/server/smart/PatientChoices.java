package health.salus.server.smart;

import health.salus.smart.page.Choice;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;

/** Details of a patient or a visit that a person needs to pick the right one. */
final class PatientChoices {
  private PatientChoices() {}

  static Choice of(Patient patient) {
    String name =
        patient.getName().stream()
            .filter(candidate -> candidate.getUse() != HumanName.NameUse.OLD)
            .findFirst()
            .map(HumanName::getNameAsSingleString)
            .filter(text -> !text.isBlank())
            .orElse("Patient without a name");
    String detail =
        joined(
            patient.hasBirthDate()
                ? "born " + patient.getBirthDateElement().getValueAsString()
                : "",
            patient.hasGender() ? patient.getGender().toCode() : "");
    return new Choice(patient.getIdElement().getIdPart(), name, detail);
  }

  static Choice of(Encounter encounter) {
    String kind =
        encounter.getType().stream()
            .findFirst()
            .map(PatientChoices::text)
            .filter(text -> !text.isBlank())
            .orElse("Visit");
    return new Choice(encounter.getIdElement().getIdPart(), kind, period(encounter.getPeriod()));
  }

  private static String text(CodeableConcept concept) {
    return concept.hasText()
        ? concept.getText()
        : Optional.ofNullable(concept.getCodingFirstRep().getDisplay()).orElse("");
  }

  private static String period(Period period) {
    String start = day(period.getStartElement().getValueAsString());
    String end = day(period.getEndElement().getValueAsString());
    return end.isEmpty() || end.equals(start) ? start : start + " to " + end;
  }

  private static String day(@org.jspecify.annotations.Nullable String time) {
    return time == null ? "" : time.substring(0, Math.min(time.length(), 10));
  }

  private static String joined(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
  }
}
