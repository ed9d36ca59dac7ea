package health.salus.smart.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory; Read and search laboratory observations of Anna Smith
          patient/Observation.rs?category=http%3A%2F%2Fterminology.hl7.org%2FCodeSystem%2Fobservation-category%7Cvital-signs; Read and search vital signs of Anna Smith
          patient/Observation.rs?category=a|laboratory,a|survey; Read and search laboratory observations and answers to surveys of Anna Smith
          patient/Observation.rs?category=a|laboratory&code=http://loinc.org|4548-4; Read and search laboratory observations (where code is 4548-4) of Anna Smith
          patient/Observation.s?category=a|made-up; Search measurements, results and other observations of the category made-up of Anna Smith
          patient/Condition.rs?category=b|problem-list-item; Read and search conditions on the problem list of Anna Smith
          patient/Observation.read; Read and search measurements, results and other observations of Anna Smith
          patient/MedicationRequest.write; Add, change and delete prescriptions of Anna Smith
          patient/*.read; Read and search everything in the record of Anna Smith
          patient/*.*; Read, search, add, change and delete everything in the record of Anna Smith
          patient/*.cruds; Read, search, add, change and delete everything in the record of Anna Smith
          patient/Patient.r; Read name, birth date, address and other personal data of Anna Smith
          patient/Practitioner.rs; Read and search doctors, nurses and other staff in the record of Anna Smith
          patient/NutritionOrder.d; Delete nutrition orders of Anna Smith
          http://smarthealthit.org/fhir/scopes/patient/Goal.read; Read and search goals of Anna Smith
          user/Observation.rs; Read and search measurements, results and other observations of all patients you may see
          user/Organization.rs; Read and search organizations that you may see
          system/Condition.cu; Add and change conditions and diagnoses of all patients
          system/Location.rs; Read and search locations of the whole system
          openid; Know that it is you who signed in
          offline_access; Keep access when you are not using it
          patient/Observation.; Use the permission “patient/Observation.”
          patient/observation.rs; Use the permission “patient/observation.rs”
          patient/Observation.sr; Use the permission “patient/Observation.sr”
          """)
  void scopeIsSaidInPlainWords(String scope, String words) {
    assertThat(PlainWords.describe(scope, "Anna Smith")).isEqualTo(words);
  }

  @Test
  void patientWhoIsNotYetChosenIsNamedSo() {
    assertThat(PlainWords.describe("patient/Goal.rs", null))
        .isEqualTo("Read and search goals of the patient you choose");
  }

  @Test
  void brokenEncodingIsShownAsItIs() {
    assertThat(PlainWords.describe("patient/Goal.rs?description=%zz", "Anna Smith"))
        .isEqualTo("Read and search goals (where description is %zz) of Anna Smith");
  }
}
