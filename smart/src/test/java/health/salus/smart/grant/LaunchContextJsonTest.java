package health.salus.smart.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchContextJsonTest {

  @Test
  void aContextComesBackAsItWas() {
    String json =
        """
        {"patient":"p","encounter":"e","intent":"i","tenant":"t","need_patient_banner":false,\
        "fhirContext":[{"reference":"ImagingStudy/1"},\
        {"canonical":"http://x|1","type":"Questionnaire","role":"https://role"},\
        {"reference":"Patient/2","role":"https://role"}]}""";

    LaunchContext context = LaunchContextJson.parse(json);

    assertThat(LaunchContextJson.text(context)).isEqualTo(json);
    assertThat(LaunchContextJson.text(LaunchContext.NONE)).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"patient\":\"Patient/1\"}",
        "{\"patient\":\"\"}",
        "{\"patient\":7}",
        "{\"encounter\":\"a b\"}",
        "{\"fhirContext\":[{}]}",
        "{\"fhirContext\":[{\"reference\":\"Patient/1\"}]}",
        "{\"fhirContext\":[{\"reference\":\"Encounter/1\",\"role\":\"launch\"}]}",
        "{\"fhirContext\":[{\"reference\":\"http://evil/Observation/1\"}]}",
        "{\"fhirContext\":[{\"reference\":\"Observation/1\",\"role\":\"\"}]}"
      })
  void whatTheStandardForbidsIsRefused(String json) {
    assertThatThrownBy(() -> LaunchContextJson.read(new JsonMapper().readTree(json)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
