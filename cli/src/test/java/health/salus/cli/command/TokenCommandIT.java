package health.salus.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import health.salus.server.demo.DemoFamily;
import health.salus.server.demo.DemoSeed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code salus token}: one token on standard output, and what it opens. */
class TokenCommandIT {
  private static final String PATIENT = "159ccf5f-40ac-5405-de4f-b48cdfdb9f2b";
  private static final String CHILD = "6d0fcea7-4f9d-beef-c326-d4a90b059348";
  private static final TestServer SERVER = TestServer.shared();

  private record Run(int exit, String out, String err) {}

  @BeforeAll
  static void seed() {
    new DemoSeed(
            SERVER.application().authorizationServer().users(),
            SERVER.application().authorizationServer().clients())
        .seed(SERVER.data(), SERVER.application().serverUrl());
    SERVER.loadSample();
    assertThat(SERVER.put(DemoFamily.parentPath(), DemoFamily.parent()).statusCode())
        .isBetween(200, 201);
  }

  @Test
  void oneTokenIsPrintedAndNothingElse() {
    Run run = token("--user", "clinician");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).matches("[A-Za-z0-9_-]{43}\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void clinicianReadsAndWritesEverybody() {
    assertThat(read(PATIENT, "--user", "clinician")).isEqualTo(200);
    assertThat(read(CHILD, "--user", "clinician")).isEqualTo(200);
    assertThat(write("--user", "clinician")).isEqualTo(201);
  }

  @Test
  void nurseReadsAndWritesAndMayNotBreakTheGlass() {
    assertThat(read(PATIENT, "--user", "nurse")).isEqualTo(200);
    assertThat(write("--user", "nurse")).isEqualTo(201);
    assertThat(
            SERVER
                .post(
                    "Patient/" + PATIENT + "/$break-glass",
                    "{\"resourceType\":\"Parameters\"}",
                    "Authorization",
                    bearer("--user", "nurse"))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void billingReadsAndDoesNotWrite() {
    assertThat(read(PATIENT, "--user", "billing")).isEqualTo(200);
    assertThat(write("--user", "billing")).isEqualTo(403);
  }

  @Test
  void researcherSeesNobodyWhoDidNotAllowIt() {
    String silent = SERVER.create("{\"resourceType\":\"Patient\",\"active\":true}");

    assertThat(read(silent, "--user", "researcher"))
        .isEqualTo(read("nobody", "--user", "researcher"));
    assertThat(write("--user", "researcher")).isEqualTo(403);
  }

  @Test
  void patientReadsTheOwnRecordOnly() {
    assertThat(read(PATIENT, "--user", "patient")).isEqualTo(200);
    assertThat(read(CHILD, "--user", "patient")).isEqualTo(read("nobody", "--user", "patient"));
    assertThat(write("--user", "patient")).isEqualTo(403);
  }

  @Test
  void parentReadsTheRecordOfTheChildOnly() {
    assertThat(read(CHILD, "--user", "parent")).isEqualTo(200);
    assertThat(read(PATIENT, "--user", "parent")).isEqualTo(read("nobody", "--user", "parent"));
  }

  @Test
  void privacyOfficerReadsAndDoesNotWrite() {
    assertThat(read(PATIENT, "--user", "privacy")).isEqualTo(200);
    assertThat(write("--user", "privacy")).isEqualTo(403);
  }

  @Test
  void administratorReadsAndWrites() {
    assertThat(read(PATIENT, "--user", "admin")).isEqualTo(200);
    assertThat(write("--user", "admin")).isEqualTo(201);
  }

  @Test
  void backendServiceReadsAndWritesWithItsOwnKey() {
    assertThat(read(PATIENT, "--client", "demo-backend")).isEqualTo(200);
    assertThat(write("--client", "demo-backend")).isEqualTo(201);
    assertThat(write("--client", "demo-backend", "--scope", "system/*.rs")).isEqualTo(403);
  }

  @Test
  void scopeNarrowsTheToken() {
    assertThat(read(PATIENT, "--user", "clinician", "--scope", "user/Observation.rs"))
        .isEqualTo(403);
  }

  @Test
  void tokenGivesNoMoreThanItsUserMayDo() {
    assertThat(write("--user", "privacy", "--scope", "user/Patient.cruds")).isEqualTo(403);
  }

  @Test
  void patientCanBeNamed() {
    String[] child = {"--user", "clinician", "--patient", CHILD, "--scope", "patient/*.rs"};

    assertThat(read(CHILD, child)).isEqualTo(200);
    assertThat(read(PATIENT, child)).isEqualTo(read("nobody", child));
  }

  @Test
  void whatFailsIsToldOnStandardErrorOnly() {
    for (Run run :
        List.of(
            token("--user", "nobody", "--scope", "user/*.rs"),
            token("--user", "nobody"),
            token("--client", "demo-app"),
            token("--client", "nobody"),
            token(),
            at(1, "--user", "clinician"))) {
      assertThat(run.exit()).isNotZero();
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).isNotBlank().doesNotContain("Exception");
    }
  }

  private static int read(String patient, String... holder) {
    return SERVER.get("Patient/" + patient, "Authorization", bearer(holder)).statusCode();
  }

  private static int write(String... holder) {
    return SERVER
        .post(
            "Patient",
            "{\"resourceType\":\"Patient\",\"active\":true}",
            "Authorization",
            bearer(holder))
        .statusCode();
  }

  private static String bearer(String... holder) {
    Run run = token(holder);
    assertThat(run.exit()).as(run.err()).isZero();
    return "Bearer " + run.out().strip();
  }

  private static Run token(String... arguments) {
    return at(SERVER.port(), arguments);
  }

  private static Run at(int port, String... arguments) {
    List<String> all = new ArrayList<>(List.of("token", "--port", String.valueOf(port)));
    all.addAll(List.of("--data", SERVER.data().toString()));
    all.addAll(List.of("--config", TestServer.home().resolve("config/salus.yaml").toString()));
    all.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    int exit = commandLine.execute(all.toArray(String[]::new));
    return new Run(exit, out.toString(), err.toString());
  }
}
