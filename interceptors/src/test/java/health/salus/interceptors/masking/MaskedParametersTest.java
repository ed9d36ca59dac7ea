package health.salus.interceptors.masking;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.util.FhirContextSearchParamRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedParametersTest {
  private final MaskedParameters parameters =
      new MaskedParameters(Policies.FHIR, new FhirContextSearchParamRegistry(Policies.FHIR));

  @ParameterizedTest
  @CsvSource({
    "Patient.name, Patient, name, true",
    "Patient.name, Patient, family, true",
    "Patient.name.given, Patient, name, true",
    "Patient.name.given, Patient, family, false",
    "Patient.name.period, Patient, name, false",
    "Patient.name, Patient, gender, false",
    "Patient.name, Patient, _text, true",
    "Patient.name, Patient, _content, true",
    "Patient.name, Patient, _id, false",
    "Patient.name, Patient, _lastUpdated, false",
    "Patient.name, Observation, code, false",
    "Patient.name, *, family, true",
    "Patient.telecom, Patient, phone, true",
    "Patient.telecom.where(system = 'email'), Patient, phone, true",
    "Patient.deceased, Patient, deceased, true",
    "Patient.deceased, Patient, death-date, true",
    "Patient.identifier.value, Patient, identifier, true",
    "Patient.identifier.period, Patient, identifier, false",
    "Patient.address.city, Patient, address, true",
    "Patient.address.city, Patient, address-city, true",
    "Patient.address.city, Patient, address-state, false",
    "Patient.generalPractitioner, Patient, general-practitioner, true",
    "Patient.generalPractitioner.display, Patient, general-practitioner, false",
    "Observation.value, Observation, value-quantity, true",
    "Observation.value, Observation, combo-value-quantity, true",
    "Observation.value, Observation, code-value-quantity, true",
    "Observation.value, Observation, code, false",
    "Observation.value.ofType(string), Observation, value-string, true",
    "Observation.value.ofType(string), Observation, value-quantity, false",
    "Observation.component, Observation, combo-code, true",
    "Observation.component, Observation, code, false",
    "Observation.code, Observation, code-value-concept, true",
    "Observation.code.text, Observation, code, false",
    "Observation.code.coding, Observation, code, true",
    "Observation.effective, Observation, date, true",
    "Observation.subject, Observation, patient, true",
    "Observation.subject.identifier, Observation, patient, false",
    "*.descendants().ofType(dateTime), Observation, date, true",
    "*.descendants().ofType(dateTime), Observation, code, false",
    "*.descendants().ofType(dateTime), Observation, patient, false",
    "*.descendants().ofType(dateTime), Encounter, date, true",
    "*.descendants().ofType(date), Patient, birthdate, true",
    "*.descendants().ofType(HumanName), Patient, phonetic, true",
    "*.descendants().ofType(HumanName).family, Patient, given, false",
    "*.descendants().ofType(HumanName).family, Patient, family, true",
    "*.descendants().ofType(Identifier).value, Encounter, identifier, true",
    "*.descendants().ofType(Address).postalCode, Patient, address-postalcode, true",
    "*.descendants().ofType(Address).postalCode, Patient, address-state, false",
    "*.descendants().ofType(CodeableConcept).text, Condition, code, false",
    "*.descendants().ofType(Reference).display, Condition, subject, false",
    "*.descendants().ofType(ContactPoint), Patient, email, true"
  })
  void parameterThatLooksAtAMaskedElementReveals(
      String path, String type, String parameter, boolean reveals) {
    Masks masks = Policies.masks(Policies.rule(path, "\"omit\""));

    assertThat(parameters.reveals(masks, type, parameter)).isEqualTo(reveals);
  }

  @Test
  void ruleForALabelCountsForAllOfTheType() {
    Masks masks =
        Policies.masks(
            "{\"name\":\"n\",\"labels\":[\"PSY\"],\"path\":\"Condition.code\",\"action\":\"omit\"}");

    assertThat(parameters.reveals(masks, "Condition", "code")).isTrue();
  }

  @Test
  void identifiersOfOtherSystemsStayOpen() {
    Masks masks =
        Policies.masks(
            Policies.rule("Patient.identifier.where(system = 'urn:ssn').value", "\"omit\""));

    assertThat(parameters.reveals(masks, "Patient", "identifier")).isTrue();
    assertThat(parameters.reveals(masks, "Patient", "identifier", "urn:ssn")).isTrue();
    assertThat(parameters.reveals(masks, "Patient", "identifier", "urn:mrn")).isFalse();
  }

  @Test
  void includeOfEveryReferenceRevealsIfOneDoes() {
    Masks masks = Policies.masks(Policies.rule("Observation.performer", "\"omit\""));

    assertThat(parameters.someReferenceReveals(masks, "Observation")).isTrue();
    assertThat(parameters.someReferenceReveals(masks, "Encounter")).isFalse();
    assertThat(parameters.someReferenceReveals(masks, "*")).isTrue();
  }
}
