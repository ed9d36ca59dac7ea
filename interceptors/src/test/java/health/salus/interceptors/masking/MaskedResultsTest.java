package health.salus.interceptors.masking;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SimplePreResourceShowDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.consent.Disclosure;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

class MaskedResultsTest {
  private static final FhirContext FHIR = FhirContext.forR4Cached();
  private static final Caller NURSE =
      new Caller("test", Set.of("nurse"), List.of(), Optional.empty(), "TREAT", Disclosure.EXEMPT);

  private final MaskedResults results =
      new MaskedResults(
          new MaskingPolicyReader(FHIR, Set.of("nurse")).read(policy()),
          new MaskedView(FHIR, new MaskKey("ab".repeat(32)), Clock.systemUTC()));

  private static ObjectNode policy() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putArray("rules")
        .addObject()
        .put("name", "names")
        .put("path", "Patient.name")
        .put("action", "omit");
    return root;
  }

  @Test
  void whatTheServersOwnCodeReadsForACallerIsMasked() {
    Patient stored = patient();

    assertThat(shown(Callers.requestOf(NURSE), stored).hasName()).isFalse();
    assertThat(stored.hasName()).isTrue();
  }

  @Test
  void whatIsShownToAWriteIsWhatIsStored() {
    RequestDetails write = new ServletRequestDetails();
    write.getUserData().putAll(Callers.requestOf(NURSE).getUserData());
    write.setRestOperationType(RestOperationTypeEnum.UPDATE);
    Patient stored = patient();

    assertThat(shown(write, stored)).isSameAs(stored);
  }

  @Test
  void serverItselfSeesWhatIsStored() {
    Patient stored = patient();

    assertThat(shown(null, stored)).isSameAs(stored);
  }

  private Patient shown(RequestDetails request, Patient stored) {
    SimplePreResourceShowDetails details = new SimplePreResourceShowDetails(stored);
    results.show(request, details);
    return (Patient) details.getResource(0);
  }

  private static Patient patient() {
    Patient patient = new Patient();
    patient.addName().setFamily("Smith");
    return patient;
  }
}
