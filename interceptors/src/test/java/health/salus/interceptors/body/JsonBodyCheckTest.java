package health.salus.interceptors.body;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.interceptors.error.ErrorCode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonBodyCheckTest {
  private final JsonBodyCheck check = new JsonBodyCheck(FhirContext.forR4Cached());

  @Test
  void ordinaryResourceHasNoFault() throws IOException {
    assertThat(
            faults(
                """
                {"resourceType":"Patient","id":"a","active":true,"birthDate":"1970-01",
                 "_birthDate":{"extension":[{"url":"http://x","valueString":"y"}]},
                 "name":[{"given":["A",null],"_given":[null,{"id":"q"}]}],
                 "multipleBirthInteger":2,
                 "contained":[{"resourceType":"Organization","id":"o","name":"x"}],
                 "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">x</div>"}}"""))
        .isEmpty();
  }

  @Test
  void everyFaultIsFoundWithItsPath() throws IOException {
    List<BodyFault> faults =
        faults(
            """
            {"resourceType":"Patient","foo":1,"name":{"family":"x"},"active":"yes","birthDate":"soon",
             "gender":"","contact":[{"name":{"given":"a"},"nope":1}],"multipleBirthInteger":1.5,
             "telecom":[],"valueX":1,"maritalStatus":{}}""");

    assertThat(faults)
        .extracting(BodyFault::path)
        .containsExactlyInAnyOrder(
            "Patient.foo",
            "Patient.name",
            "Patient.active",
            "Patient.birthDate",
            "Patient.gender",
            "Patient.contact[0].name.given",
            "Patient.contact[0].nope",
            "Patient.multipleBirthInteger",
            "Patient.telecom",
            "Patient.valueX",
            "Patient.maritalStatus");
  }

  @Test
  void faultsOfEntriesAndParametersAreFoundInPlace() throws IOException {
    assertThat(
            faults(
                """
                {"resourceType":"Bundle","type":"batch","entry":[
                  {"resource":{"resourceType":"Patient","nope":1}},
                  {"resource":{"resourceType":"Nothing"}}]}"""))
        .extracting(BodyFault::path, BodyFault::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "Bundle.entry[0].resource.nope", ErrorCode.ELEMENT_UNKNOWN),
            org.assertj.core.groups.Tuple.tuple(
                "Bundle.entry[1].resource.resourceType", ErrorCode.RESOURCE_TYPE_UNKNOWN));
  }

  @Test
  void faultNeverHoldsTheValue() throws IOException {
    assertThat(faults("{\"resourceType\":\"Patient\",\"birthDate\":\"secret-value\"}"))
        .allSatisfy(fault -> assertThat(fault.toString()).doesNotContain("secret-value"));
  }

  private List<BodyFault> faults(String json) throws IOException {
    return check.faults(new JsonMapper().readTree(json));
  }
}
