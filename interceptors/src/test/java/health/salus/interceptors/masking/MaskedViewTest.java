package health.salus.interceptors.masking;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

class MaskedViewTest {
  private static final String NAMES = Policies.rule("Patient.name", "\"omit\"");

  @Test
  void resourceInWhichNothingIsMaskedIsReturnedAsItIs() {
    Patient patient = new Patient();
    patient.getText().setDivAsString("<div>free text</div>");

    assertThat(Policies.VIEWS.of(Policies.masks(NAMES), patient)).isSameAs(patient);
    assertThat(Policies.VIEWS.of(Masks.NONE, named())).isInstanceOf(Patient.class);
  }

  @Test
  void maskedCopySaysSoAndLeavesTheResourceAlone() {
    Patient patient = named();
    String before = json(patient);

    Resource view = Policies.VIEWS.of(Policies.masks(NAMES), patient);

    assertThat(json(patient)).isEqualTo(before);
    assertThat(IncompleteCopy.isMarked(view.getMeta())).isTrue();
    assertThat(view.getMeta().getSecurityFirstRep().getCode()).isEqualTo("MASKED");
    assertThat(view.getMeta().getTagFirstRep().getCode()).isEqualTo("SUBSETTED");
    assertThat(view.getIdElement().getIdPart()).isEqualTo("p");
    assertThat(json(view)).doesNotContain("Smith");
    assertThat(Policies.VIEWS.of(Policies.masks(NAMES), view)).isSameAs(view);
  }

  @Test
  void narrativeGoesWithAnythingMasked() {
    Patient patient = named();
    patient.getText().setDivAsString("<div>Ann Smith</div>");

    assertThat(((Patient) Policies.VIEWS.of(Policies.masks(NAMES), patient)).hasText()).isFalse();
  }

  @Test
  void extensionsThatRepeatTheElementGoWithIt() {
    Patient patient = new Patient();
    patient.addExtension("urn:maiden", new org.hl7.fhir.r4.model.StringType("Jones"));
    patient.addExtension("urn:other", new org.hl7.fhir.r4.model.StringType("kept"));
    patient.getBirthDateElement().setValueAsString("1970-01-01");
    patient
        .getBirthDateElement()
        .addExtension("urn:time", new org.hl7.fhir.r4.model.StringType("at noon"));

    Resource view =
        Policies.VIEWS.of(
            Policies.masks(
                "{\"name\":\"n\",\"path\":\"Patient.name\",\"action\":\"omit\","
                    + "\"extensions\":[\"urn:maiden\"]}",
                Policies.rule("Patient.birthDate", "{\"truncate\":{\"to\":\"year\"}}")),
            patient);

    assertThat(json(view)).contains("kept", "\"birthDate\":\"1970\"");
    assertThat(json(view)).doesNotContain("Jones", "noon");
  }

  @Test
  void extensionOfWhichNothingIsLeftGoesAndAModifierSaysThatItWasMasked() {
    Patient patient = new Patient();
    Extension race = patient.addExtension().setUrl("urn:race");
    race.addExtension("ombCategory", new Coding("urn:race", "2106-3", "White"));
    race.addExtension("text", new StringType("secret race"));
    patient.addExtension().setUrl("urn:texts").addExtension("text", new StringType("secret alone"));
    patient.addModifierExtension().setUrl("urn:not").setValue(new StringType("secret modifier"));
    patient.getBirthDateElement().setValueAsString("1970-01-01");
    patient.getBirthDateElement().addExtension("urn:time", new StringType("secret time"));
    String masked =
        Policies.rule("*.descendants().ofType(Extension).value.ofType(string)", "\"omit\"");

    Resource view = Policies.VIEWS.of(Policies.masks(masked), patient);

    String strict =
        FhirContext.forR4Cached()
            .newJsonParser()
            .setParserErrorHandler(new StrictErrorHandler())
            .encodeResourceToString(view);
    assertThat(strict)
        .contains("2106-3", "\"birthDate\":\"1970-01-01\"", "urn:not", "\"valueCode\":\"masked\"")
        .doesNotContain("secret", "urn:texts", "urn:time");
  }

  @Test
  void displayOfAReferenceToAMaskedNameGoes() {
    Observation observation = new Observation();
    observation.getSubject().setReference("Patient/p").setDisplay("Ann Smith");
    observation.addPerformer().setReference("Organization/o").setDisplay("Clinic");
    observation.getEncounter().setDisplay("visit of Smith");

    String view = json(Policies.VIEWS.of(Policies.masks(NAMES), observation));

    assertThat(view).contains("Clinic", "Patient/p").doesNotContain("Smith");
  }

  @Test
  void identifierInAReferenceIsMaskedLikeTheOneItRepeats() {
    Observation observation = new Observation();
    observation
        .getSubject()
        .setType("Patient")
        .getIdentifier()
        .setSystem("urn:ssn")
        .setValue("123-45-6789");

    String view =
        json(
            Policies.VIEWS.of(
                Policies.masks(
                    Policies.rule(
                        "Patient.identifier.where(system = 'urn:ssn').value",
                        "{\"pattern\":{\"keep\":4}}")),
                observation));

    assertThat(view).contains("***-**-6789").doesNotContain("123");
  }

  @Test
  void containedResourceIsMaskedByItsOwnType() {
    Observation observation = new Observation();
    observation.getText().setDivAsString("<div>Smith</div>");
    observation.addContained(named().setId("#in"));
    observation.getSubject().setReference("#in").setDisplay("Smith");

    Observation view = (Observation) Policies.VIEWS.of(Policies.masks(NAMES), observation);

    assertThat(json(view)).doesNotContain("Smith");
    assertThat(view.getContained().get(0).hasMeta()).isFalse();
    assertThat(view.getMeta().hasSecurity()).isTrue();
  }

  @Test
  void resourcesInBundlesAndParametersAreMasked() {
    Bundle bundle = new Bundle();
    bundle.addEntry().setResource(named());
    Parameters parameters = new Parameters();
    parameters.addParameter().setName("a").addPart().setName("b").setResource(named());

    assertThat(json(Policies.VIEWS.of(Policies.masks(NAMES), bundle))).doesNotContain("Smith");
    assertThat(json(Policies.VIEWS.of(Policies.masks(NAMES), parameters))).doesNotContain("Smith");
    assertThat(json(bundle)).contains("Smith");
    assertThat(Policies.VIEWS.exchangeEntries(Policies.masks(NAMES), bundle)).isTrue();
    assertThat(json(bundle)).doesNotContain("Smith");
  }

  @Test
  void ruleForALabelMasksLabelledResourcesOnly() {
    String rule =
        "{\"name\":\"n\",\"labels\":[\"PSY\"],\"path\":\"Patient.name\",\"action\":\"omit\"}";
    Patient labelled = named();
    labelled.getMeta().addSecurity().setSystem("urn:a").setCode("PSY");

    assertThat(json(Policies.VIEWS.of(Policies.masks(rule), labelled))).doesNotContain("Smith");
    assertThat(json(Policies.VIEWS.of(Policies.masks(rule), named()))).contains("Smith");
  }

  @Test
  void dataTypeIsMaskedWhereverItStands() {
    Patient patient = named();
    patient.addContact().getName().setFamily("Miller");
    patient.addExtension("urn:x", new org.hl7.fhir.r4.model.HumanName().setFamily("Jones"));

    String view =
        json(
            Policies.VIEWS.of(
                Policies.masks(Policies.rule("*.descendants().ofType(HumanName)", "\"omit\"")),
                patient));

    assertThat(view).doesNotContain("Smith", "Miller", "Jones");
  }

  @Test
  void firstRuleThatNamesAnElementDecides() {
    Patient patient = new Patient();
    patient.getBirthDateElement().setValueAsString("1970-05-05");

    Patient view =
        (Patient)
            Policies.VIEWS.of(
                Policies.masks(
                    Policies.rule("Patient.birthDate", "{\"truncate\":{\"to\":\"year\"}}"),
                    Policies.rule("*.descendants().ofType(date)", "\"omit\"")),
                patient);

    assertThat(view.getBirthDateElement().getValueAsString()).isEqualTo("1970");
  }

  private static Patient named() {
    Patient patient = new Patient();
    patient.setId("Patient/p/_history/3");
    patient.addName().setFamily("Smith").addGiven("Ann");
    return patient;
  }

  private static String json(Resource resource) {
    return Policies.FHIR.newJsonParser().encodeResourceToString(resource);
  }
}
