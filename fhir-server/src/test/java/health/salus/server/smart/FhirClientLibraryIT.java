package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.server.TestServer;
import health.salus.server.demo.DemoAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The library that most SMART apps are written with gets tokens here and reads with them. */
class FhirClientLibraryIT {
  private static final Path SOURCES = TestServer.home().resolve("fhir-server/src/test/npm");
  private static final Path WORK = TestServer.home().resolve("fhir-server/target/npm");
  private static final long LIMIT_SECONDS = 180;

  @Test
  void publicAppLaunchesStandaloneReadsRefreshesAndIsRefusedWhatTheUserDenied() throws Exception {
    require("node");
    require("npm");
    copySources();
    run(Map.of(), "npm", "ci");
    DemoServer server = DemoServer.shared();
    DemoAccess.Person patient = server.user("patient");

    String printed =
        run(
            Map.of(
                "FHIR_BASE", server.base(),
                "SERVER_ROOT", server.root(),
                "SALUS_USER", patient.username(),
                "SALUS_PASSWORD", patient.password()),
            "node",
            "launch.mjs");

    JsonNode result = new JsonMapper().readTree(printed);
    assertThat(result.get("patient").asText()).isEqualTo(patient.patient());
    assertThat(result.get("fhirUser").asText()).endsWith(patient.fhirUser());
    assertThat(result.get("granted").asText())
        .contains("patient/Observation.rs")
        .doesNotContain("patient/Condition.rs");
    assertThat(result.get("observations"))
        .hasSize(5)
        .allSatisfy(
            subject -> assertThat(subject.asText()).isEqualTo("Patient/" + patient.patient()));
    assertThat(result.get("refusedStatus").asInt()).isEqualTo(403);
    assertThat(result.get("refreshed").asBoolean()).isTrue();
    assertThat(result.get("patientAfterRefresh").asText()).isEqualTo(patient.patient());
  }

  private static void require(String program) throws Exception {
    boolean installed =
        new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    if (!installed) {
      System.out.println("Skipped: " + program + " is not installed");
    }
    Assumptions.assumeTrue(installed, program + " is not installed");
  }

  private static void copySources() throws IOException {
    Files.createDirectories(WORK);
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, WORK.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Runs a program in the work folder and answers with what it printed. */
  private static String run(Map<String, String> environment, String... command) throws Exception {
    Path errors = WORK.resolve("errors.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(WORK.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as("%s: %s", String.join(" ", command), Files.readString(errors))
        .isZero();
    return output;
  }
}
