package health.salus.interceptors.masking;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedPatchTest {
  private final MaskedPatch patches = new MaskedPatch(Policies.FHIR);
  private final Masks patient = Policies.masks(Policies.rule("Patient.name.family", "\"omit\""));
  private final Masks observation =
      Policies.masks(
          Policies.rule("Observation.value.ofType(Quantity)", "\"omit\""),
          Policies.rule("*.descendants().ofType(dateTime)", "\"omit\""));

  @ParameterizedTest
  @CsvSource({
    "replace,/gender,,false",
    "test,/gender,,true",
    "replace,/name/0/family,,true",
    "replace,/name,,true",
    "add,/name/-,,true",
    "replace,/name/0/given/0,,false",
    "add,/name/0/_family,,true",
    "copy,/address/0/city,/name/0/family,true",
    "move,/gender,/active,false",
    "replace,'',,true",
    "add,/contained/-,,true",
    "add,/na~0me,,false"
  })
  void jsonPatchOfAMaskedElementReveals(String op, String path, String from, boolean reveals) {
    String patch =
        "[{\"op\":\"%s\",\"path\":\"%s\"%s}]"
            .formatted(op, path, from == null ? "" : ",\"from\":\"" + from + "\"");

    assertThat(patches.reveals(patient, "Patient", patch)).isEqualTo(reveals);
    assertThat(patches.reveals(patient, "Observation", patch)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/valueQuantity/value,true",
    "/valueString,true",
    "/effectiveDateTime,true",
    "/status,false",
    "/component/0/valuePeriod,true",
    "/note/0/time,true"
  })
  void jsonPatchNamesChoicesAndDataTypes(String path, boolean reveals) {
    String patch = "[{\"op\":\"replace\",\"path\":\"%s\"}]".formatted(path);

    assertThat(patches.reveals(observation, "Observation", patch)).isEqualTo(reveals);
  }

  @ParameterizedTest
  @CsvSource({
    "Patient.gender,,false",
    "Patient.name,,true",
    "Patient.name[0].family,,true",
    "Patient,name,true",
    "Patient,gender,false",
    "'Patient.gender.where(true)',,true",
    "'Patient.identifier.where(%resource.name.family = ''x'')',,true"
  })
  void fhirPathPatchOfAMaskedElementReveals(String path, String name, boolean reveals) {
    Parameters patch = new Parameters();
    Parameters.ParametersParameterComponent operation = patch.addParameter().setName("operation");
    operation.addPart().setName("type").setValue(new CodeType("replace"));
    operation.addPart().setName("path").setValue(new StringType(path));
    if (name != null) {
      operation.addPart().setName("name").setValue(new StringType(name));
    }

    assertThat(patches.reveals(patient, "Patient", patch)).isEqualTo(reveals);
  }
}
