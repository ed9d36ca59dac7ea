package health.salus.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoAccessTest {
  private static final DemoAccess.Person CLINICIAN =
      new DemoAccess.Person("clinician", "pass-word", "Practitioner/1", null);
  private static final DemoAccess ACCESS =
      new DemoAccess(
          Map.of("clinician", CLINICIAN),
          Map.of("demo-app", new DemoAccess.App("demo-app", null, "patient/*.rs")));

  @TempDir private Path data;

  @Test
  void fileHasTheShapeThatScriptsRelyOn() throws IOException {
    ACCESS.write(data);

    JsonNode json = new JsonMapper().readTree(DemoAccess.file(data).toFile());

    assertThat(json.at("/users/clinician/username").asText()).isEqualTo("clinician");
    assertThat(json.at("/users/clinician/password").asText()).isEqualTo("pass-word");
    assertThat(json.at("/users/clinician/fhirUser").asText()).isEqualTo("Practitioner/1");
    assertThat(json.at("/clients/demo-app/client_id").asText()).isEqualTo("demo-app");
    assertThat(json.at("/clients/demo-app/scope").asText()).isEqualTo("patient/*.rs");
    assertThat(DemoAccess.read(data)).contains(ACCESS);
  }

  @Test
  void missingFileIsNoAccess() {
    assertThat(DemoAccess.read(data)).isEmpty();
  }

  @Test
  void brokenFileIsReportedAndNotReplaced() throws IOException {
    Files.writeString(DemoAccess.file(data), "{");

    assertThatThrownBy(() -> DemoAccess.read(data)).isInstanceOf(StartFailure.class);
  }

  @Test
  void passwordIsNotPartOfTheText() {
    assertThat(ACCESS.toString()).doesNotContain("pass-word");
  }
}
