package health.salus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.server.demo.LocalServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A PostgreSQL server that the operating system brought (Debian's) works by setting its URL. */
class ExternalDatabaseIT {
  private static final String PASSWORD = "external-secret";
  private static Path folder;
  private static Path binaries;
  private static int port;

  @BeforeAll
  static void startCluster() throws Exception {
    Optional<Path> found = installed();
    if (found.isEmpty()) {
      System.out.println(
          "Skipped: no PostgreSQL of the operating system under /usr/lib/postgresql");
    }
    Assumptions.assumeTrue(found.isPresent(), "no PostgreSQL of the operating system");
    binaries = found.get();
    folder = Files.createTempDirectory("external-postgresql");
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (isRoot()) {
      run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    run(
        asUser(
            binaries.resolve("initdb").toString(),
            "-D",
            folder.resolve("data").toString(),
            "-U",
            "salus",
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--pwfile=" + password));
    run(
        asUser(
            binaries.resolve("pg_ctl").toString(),
            "-D",
            folder.resolve("data").toString(),
            "-o",
            "-p " + port + " -k " + folder,
            "-l",
            folder.resolve("log").toString(),
            "-w",
            "start"));
  }

  @AfterAll
  static void stopCluster() throws Exception {
    if (binaries != null) {
      run(
          asUser(
              binaries.resolve("pg_ctl").toString(),
              "-D",
              folder.resolve("data").toString(),
              "-m",
              "fast",
              "-w",
              "stop"));
      if (isRoot()) {
        run(List.of("rm", "-rf", folder.toString()));
      } else {
        TestServer.delete(folder);
      }
    }
  }

  @Test
  void serverRunsOnItByOneUrl() throws Exception {
    Path data = Files.createTempDirectory("salus-data");
    try (ServerProcess server =
        ServerProcess.serve(data, "--config", settings(PASSWORD).toString())) {
      int http = server.awaitReady();
      String token = new LocalServer(http, data).administratorToken().get().orElseThrow();
      HttpResponse<String> created =
          send(
              http,
              token,
              "POST",
              "Patient",
              "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"External\"}]}");

      assertThat(created.statusCode()).isEqualTo(201);
      HttpResponse<String> found = send(http, token, "GET", "Patient?family=extern", null);
      assertThat(new JsonMapper().readTree(found.body()).path("entry")).hasSize(1);
      assertThat(data.resolve("postgresql")).doesNotExist();
      server.stop();
      assertThat(server.exitCode()).isZero();
    } finally {
      TestServer.delete(data);
    }
  }

  @Test
  void wrongPasswordIsSaidInOneLineThatDoesNotHoldIt() throws Exception {
    Path data = Files.createTempDirectory("salus-data");
    try (ServerProcess server =
        ServerProcess.serve(data, "--config", settings("not-the-password").toString())) {
      String output = server.awaitEnd();

      assertThat(server.exitCode()).isEqualTo(1);
      assertThat(output)
          .contains("refuses the user or the password")
          .contains("database.password")
          .doesNotContain("not-the-password")
          .doesNotContain("\tat ");
    } finally {
      TestServer.delete(data);
    }
  }

  private static Path settings(String password) throws IOException {
    Path secret = Files.writeString(Files.createTempFile("salus", ".password"), password);
    Path settings = Files.createTempDirectory("salus-config").resolve("salus.yaml");
    return Files.writeString(
        settings,
        """
        database:
          url: jdbc:postgresql://localhost:%d/postgres
          user: salus
          password: file:%s
          connectionTimeout: 5s
        models:
          directory: %s
        masking: %s
        """
            .formatted(
                port,
                secret,
                TestServer.home().resolve("config/models"),
                TestServer.home().resolve("config/masking.yaml")));
  }

  private static HttpResponse<String> send(
      int http, String token, String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:%d/fhir/%s".formatted(http, path)))
            .header("Content-Type", "application/fhir+json")
            .header("Authorization", "Bearer " + token)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static Optional<Path> installed() throws IOException {
    Path root = Path.of("/usr/lib/postgresql");
    if (!Files.exists(root)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(root)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.exists(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** PostgreSQL refuses to run as root. */
  private static List<String> asUser(String... command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    all.addAll(List.of(command));
    return all;
  }

  private static void run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      throw new AssertionError(
          command
              + ": "
              + new String(
                  process.getInputStream().readAllBytes(),
                  java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
