package health.salus.interceptors.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

class PutBackTest {
  private final PutBack putBack = new PutBack(Policies.FHIR, Policies.VIEWS);
  private final Masks masks =
      Policies.masks(
          Policies.rule("Patient.name", "\"omit\""),
          Policies.rule("Patient.birthDate", "{\"truncate\":{\"to\":\"year\"}}"));

  @Test
  void whatCameBackAsItWasShownBecomesWhatIsStored() {
    Patient sent = (Patient) Policies.VIEWS.of(masks, stored()).copy();
    sent.setActive(true);

    assertThat(putBack.restore(masks, stored(), sent, false)).isTrue();

    assertThat(json(sent)).isEqualTo(json(stored().setActive(true)));
  }

  @Test
  void whatWasLeftOutStays() {
    Patient sent = new Patient();
    sent.setId("Patient/p");

    putBack.restore(masks, stored(), sent, false);

    assertThat(json(sent)).isEqualTo(json(stored()));
  }

  @Test
  void otherValueOfAMaskedElementIsRefusedEvenIfItIsTheTruth() {
    for (Patient stored : new Patient[] {stored(), new Patient()}) {
      Patient sent = new Patient();
      sent.addName().setFamily("Smith");

      assertThatThrownBy(() -> putBack.restore(masks, stored, sent, false))
          .isInstanceOf(UnprocessableEntityException.class)
          .hasMessageStartingWith("Patient.name: ")
          .hasMessageNotContaining("Smith");
    }
  }

  @Test
  void patchThatNamedNothingMaskedMayCarryTheTruth() {
    Patient sent = stored();
    sent.setActive(true);

    assertThat(putBack.restore(masks, stored(), sent, true)).isFalse();
    assertThat(json(sent)).contains("Smith", "1970-05-05");
  }

  @Test
  void incompleteCopyOfACallerWithoutMasksIsRefused() {
    Patient sent = (Patient) Policies.VIEWS.of(masks, stored()).copy();

    assertThatThrownBy(() -> putBack.restore(Masks.NONE, stored(), sent, false))
        .isInstanceOf(UnprocessableEntityException.class);
    assertThatThrownBy(() -> PutBack.checkNew(sent))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("MASKED");
    PutBack.checkNew(stored());
  }

  private static Patient stored() {
    Patient patient = new Patient();
    patient.setId("Patient/p");
    patient.addName().setFamily("Smith");
    patient.getBirthDateElement().setValueAsString("1970-05-05");
    return patient;
  }

  private static String json(Resource resource) {
    return Policies.FHIR.newJsonParser().encodeResourceToString(resource);
  }
}
