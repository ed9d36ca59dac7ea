package health.salus.interceptors.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskActionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"truncate\":{\"to\":\"year\"}}; 1985-02-03; 1985",
        "{\"truncate\":{\"to\":\"month\"}}; 1985-02-03; 1985-02",
        "{\"truncate\":{\"to\":\"month\"}}; 1985; 1985",
        "{\"generalise\":{\"years\":5,\"oldestAge\":89}}; 1988-12-31; 1985",
        "{\"generalise\":{\"years\":1,\"oldestAge\":89}}; 1988-12-31; 1988",
        "{\"generalise\":{\"years\":1,\"oldestAge\":89}}; 1936; 1936",
        "{\"generalise\":{\"years\":1,\"oldestAge\":89}}; 1901-01-01; 1936",
      })
  void dateOfBirthIsCoarser(String action, String born, String expected) {
    Patient patient = new Patient();
    patient.getBirthDateElement().setValueAsString(born);

    Patient view = view(patient, Policies.rule("Patient.birthDate", action));

    assertThat(view.getBirthDateElement().getValueAsString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"pattern\":{\"keep\":4}}; 123-45-6789; ***-**-6789",
        "{\"pattern\":{\"keep\":4}}; 6789; *789",
        "{\"pattern\":{\"keep\":0}}; 12/3; **/*",
        "{\"truncate\":{\"length\":3,\"zeroed\":[\"036\"]}}; 12345; 123",
        "{\"truncate\":{\"length\":3,\"zeroed\":[\"036\"]}}; 03602; 000",
        "{\"truncate\":{\"length\":3}}; 12; 12",
      })
  void textKeepsItsForm(String action, String text, String expected) {
    Patient patient = new Patient();
    patient.addAddress().setPostalCode(text);

    Patient view = view(patient, Policies.rule("Patient.address.postalCode", action));

    assertThat(view.getAddressFirstRep().getPostalCode()).isEqualTo(expected);
  }

  @Test
  void pseudonymIsTheSameForTheSameTextAndTellsNothingOfIt() {
    Patient patient = new Patient();
    patient.addIdentifier().setValue("4711");
    patient.addIdentifier().setSystem("urn:x").setValue("4711");
    patient.addIdentifier().setValue("4712");

    Patient view = view(patient, Policies.rule("Patient.identifier.value", "\"pseudonymise\""));

    List<String> tokens = view.getIdentifier().stream().map(each -> each.getValue()).toList();
    assertThat(tokens).allMatch(token -> token.matches("[\\w-]{22}"));
    assertThat(tokens.get(0)).isEqualTo(tokens.get(1)).isNotEqualTo(tokens.get(2));
    assertThat(new MaskKey("00".repeat(32)).token("4711")).isNotEqualTo(tokens.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "2020-02-28T10:00:00+01:00, 2020-02-29T09:30:00.123Z",
    "2020-02-28, 2020-03-01",
    "2019-12-31T23:59:59Z, 2020-01-01T00:00:00Z"
  })
  void shiftedDatesOfOnePatientKeepTheirOrderAndTheirDays(String first, String second) {
    Observation one = observed("p1", first);
    Observation two = observed("p1", second);
    String rule = Policies.rule("Observation.effective", "{\"shift\":{\"days\":365}}");

    Observation oneView = view(one, rule);
    Observation twoView = view(two, rule);

    assertThat(day(oneView)).isNotEqualTo(day(one));
    assertThat(day(twoView).toEpochDay() - day(oneView).toEpochDay())
        .isEqualTo(day(two).toEpochDay() - day(one).toEpochDay());
    assertThat(Math.abs(day(oneView).toEpochDay() - day(one).toEpochDay())).isBetween(1L, 365L);
    assertThat(text(oneView).substring(10)).isEqualTo(first.substring(10));
  }

  @Test
  void datesOfDifferentPatientsMoveDifferently() {
    String rule = Policies.rule("Observation.effective", "{\"shift\":{\"days\":365}}");

    List<String> moved =
        List.of("a", "b", "c", "d").stream()
            .map(id -> text(view(observed(id, "2020-01-01"), rule)))
            .distinct()
            .toList();

    assertThat(moved.size()).isGreaterThan(1);
  }

  @Test
  void containedDatesMoveWithThePatientOfTheWholeResource() {
    Observation observation = observed("p", "2020-01-01");
    observation.addContained(observed("p", "2020-01-11").setSubject(null).setId("#c"));

    Observation view =
        view(observation, Policies.rule("Observation.effective", "{\"shift\":{\"days\":365}}"));

    assertThat(day((Observation) view.getContained().get(0)).toEpochDay())
        .isEqualTo(day(view).toEpochDay() + 10);
  }

  @ParameterizedTest
  @CsvSource({"2020, 4", "2020-05, 7"})
  void shiftedDateKeepsItsPrecision(String date, int length) {
    String rule = Policies.rule("Observation.effective", "{\"shift\":{\"days\":365}}");

    assertThat(text(view(observed("p", date), rule))).hasSize(length);
  }

  @Test
  void choiceThatAnActionDoesNotFitIsTakenOut() {
    Observation observation = new Observation();
    observation.setValue(new org.hl7.fhir.r4.model.StringType("5 of May"));

    Observation view =
        view(observation, Policies.rule("Observation.value", "{\"shift\":{\"days\":9}}"));

    assertThat(view.hasValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"72.4, 5, 70.", "72.5, 5, 75.", "72.44, 0.1, 72.4"})
  void quantityIsRounded(String value, String step, String expected) {
    Observation observation = new Observation();
    observation.setValue(
        new org.hl7.fhir.r4.model.Quantity().setValue(new java.math.BigDecimal(value)));

    Observation view =
        view(
            observation,
            Policies.rule("Observation.value", "{\"generalise\":{\"step\":%s}}".formatted(step)));

    assertThat(view.getValueQuantity().getValue())
        .isEqualByComparingTo(new java.math.BigDecimal(expected));
  }

  @Test
  void codeBecomesAWiderOneOrAText() {
    Observation known = new Observation();
    known.getCode().setText("secret").addCoding().setSystem("urn:s").setCode("a").setDisplay("x");
    Observation unknown = new Observation();
    unknown.getCode().addCoding().setSystem("urn:s").setCode("b");
    String rule =
        Policies.rule(
            "Observation.code",
            "{\"generalise\":{\"codes\":{\"urn:s|a\":\"urn:t|wide\"},\"otherwise\":\"other\"}}");

    assertThat(json(view(known, rule)))
        .contains("\"code\":{\"coding\":[{\"system\":\"urn:t\",\"code\":\"wide\"}]}")
        .doesNotContain("secret");
    assertThat(json(view(unknown, rule))).contains("\"code\":{\"text\":\"other\"}");
  }

  @Test
  void redactedElementSaysOnceThatItWasMasked() {
    Patient patient = new Patient();
    patient.addName().setFamily("Smith").addGiven("Ann");
    patient.addName().setFamily("Jones");
    patient.getBirthDateElement().setValueAsString("1970-01-01");

    Patient view =
        view(
            patient,
            Policies.rule("Patient.name", "\"redact\""),
            Policies.rule("Patient.birthDate", "\"redact\""));

    String masked =
        "{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\","
            + "\"valueCode\":\"masked\"}]}";
    assertThat(json(view)).contains("\"name\":[" + masked + "]", "\"_birthDate\":" + masked);
    assertThat(json(view)).doesNotContain("1970", "Smith", "Jones");
  }

  private static Observation observed(String patient, String date) {
    Observation observation = new Observation();
    observation.getSubject().setReference("Patient/" + patient);
    observation.setEffective(new org.hl7.fhir.r4.model.DateTimeType(date));
    return observation;
  }

  private static String text(Observation observation) {
    return observation.getEffectiveDateTimeType().getValueAsString();
  }

  private static java.time.LocalDate day(Observation observation) {
    return java.time.LocalDate.parse(text(observation).substring(0, 10));
  }

  @SuppressWarnings("unchecked") // a view has the type of its resource
  private static <T extends Resource> T view(T resource, String... rules) {
    return (T) Policies.VIEWS.of(Policies.masks(rules), resource);
  }

  private static String json(Resource resource) {
    return Policies.FHIR.newJsonParser().encodeResourceToString(resource);
  }
}
