package health.salus.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.cli.local.LocalServer;
import health.salus.server.MigratedDatabase;
import health.salus.storage.hapi.DataFolder;
import health.salus.storage.hapi.Database;
import health.salus.storage.hapi.DatabaseConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged survives, whatever happens to the process. */
class DurabilityIT {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Twice as many as are stored when the import is killed. */
  private static final int PATIENTS = 8;

  @TempDir private Path temp;

  @Test
  void embeddedDatabaseIsDurableAndAsksForAPassword() throws Exception {
    DatabaseConfig embedded = new DatabaseConfig(null, null, null, 4, Duration.ofSeconds(10));
    try (DataFolder folder = DataFolder.take(temp.resolve("data"));
        Database database = Database.open(embedded, folder);
        Connection connection = database.dataSource().getConnection()) {
      assertThat(setting(connection, "fsync")).isEqualTo("on");
      assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(connection, "full_page_writes")).isEqualTo("on");
      assertThat(Files.readString(temp.resolve("data/postgresql/pg_hba.conf")).lines())
          .filteredOn(line -> !line.startsWith("#"))
          .noneMatch(line -> line.endsWith("trust"));
    }
    assertThat(ServerProcess.databaseProcesses(temp.resolve("data"))).isZero();
  }

  @Test
  void secondStartOnTheSameDataSaysSoAndStopLeavesNothingBehind() throws Exception {
    Path data = temp.resolve("data");
    try (ServerProcess first = ServerProcess.serve(data)) {
      int port = first.awaitReady();

      try (ServerProcess second = ServerProcess.serve(data)) {
        assertThat(second.awaitEnd()).contains("is in use by process").contains("--data");
        assertThat(second.exitCode()).isEqualTo(1);
      }
      try (ServerProcess samePort =
          ServerProcess.serve(temp.resolve("b"), "--port", Integer.toString(port))) {
        assertThat(samePort.awaitEnd())
            .contains("is taken")
            .contains("--port")
            .doesNotContain("\tat ");
        assertThat(samePort.exitCode()).isEqualTo(1);
        assertThat(ServerProcess.databaseProcesses(temp.resolve("b"))).isZero();
      }

      assertThat(
              answerToARequestThatIsRunningAtTheStop(
                  first, port, token(data, port).get().orElseThrow()))
          .contains(" 201 ");
      assertThat(first.exitCode()).isZero();
      assertThat(ServerProcess.databaseProcesses(data)).isZero();
    }
  }

  /** Sends half of a body, asks the server to stop, sends the rest and reads the answer. */
  private static String answerToARequestThatIsRunningAtTheStop(
      ServerProcess server, int port, String token) throws Exception {
    String body = "{\"resourceType\":\"Patient\",\"active\":true}";
    try (Socket socket = new Socket("localhost", port)) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/fhir+json\r\n"
              + "Authorization: Bearer "
              + token
              + "\r\n"
              + "Content-Length: %d\r\n\r\n".formatted(body.length());
      out.write((head + body.substring(0, 10)).getBytes(StandardCharsets.UTF_8));
      out.flush();
      Thread.sleep(500);
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
      Thread.sleep(700);
      out.write(body.substring(10).getBytes(StandardCharsets.UTF_8));
      out.flush();
      String status =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      stopped.join();
      return String.valueOf(status);
    }
  }

  @Test
  void killedImportLosesNothingAcknowledgedAndDoublesNothing() throws Exception {
    Path data = temp.resolve("data");
    MigratedDatabase.copyTo(data);
    String folder = SmallSample.write(temp.resolve("sample"), PATIENTS).toString();
    try (ServerProcess server = ServerProcess.serve(data)) {
      int port = server.awaitReady();
      Supplier<Optional<String>> token = token(data, port);
      try (ServerProcess importing = imported(data, port, folder)) {
        CompletableFuture<String> report = CompletableFuture.supplyAsync(importing::awaitEnd);
        awaitPatients(port, token, 4);
        server.kill();
        importing.kill();
        report.join();
      }
    }
    long acknowledged = acknowledgedParts(data);
    assertThat(acknowledged).isPositive();

    try (ServerProcess server = ServerProcess.serve(data)) {
      int port = server.awaitReady();
      Supplier<Optional<String>> token = token(data, port);
      try (ServerProcess again = imported(data, port, folder)) {
        assertThat(again.awaitEnd()).contains("0 failures");
        assertThat(again.exitCode()).isZero();
      }
      Map<String, Integer> expected = resourcesIn(Path.of(folder));
      for (Map.Entry<String, Integer> type : expected.entrySet()) {
        assertThat(total(port, token, type.getKey())).as(type.getKey()).isEqualTo(type.getValue());
      }
      server.stop();
      assertThat(server.exitCode()).isZero();
    }
    assertThat(ServerProcess.databaseProcesses(data)).isZero();
  }

  private static ServerProcess imported(Path data, int port, String folder) throws IOException {
    return ServerProcess.run(
        "import",
        "--port",
        Integer.toString(port),
        "--data",
        data.toString(),
        "--connections",
        "1",
        folder);
  }

  private static Supplier<Optional<String>> token(Path data, int port) {
    return new LocalServer(port, data).administratorToken();
  }

  private static long acknowledgedParts(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("import"))) {
      long lines = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines += Files.readAllLines(file).size();
      }
      return lines;
    }
  }

  private static void awaitPatients(int port, Supplier<Optional<String>> token, int count)
      throws Exception {
    for (int i = 0; i < 600 && total(port, token, "Patient") < count; i++) {
      Thread.sleep(100);
    }
    assertThat(total(port, token, "Patient")).isGreaterThanOrEqualTo(count);
  }

  private static int total(int port, Supplier<Optional<String>> token, String type)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:%d/fhir/%s?_summary=count".formatted(port, type)))
            .header("Authorization", "Bearer " + token.get().orElseThrow())
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return MAPPER.readTree(response.body()).path("total").asInt();
  }

  private static Map<String, Integer> resourcesIn(Path folder) throws IOException {
    Map<String, Integer> count = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> bundles = files.filter(file -> file.toString().endsWith(".json.gz")).toList();
      for (Path file : bundles) {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
          for (JsonNode entry : MAPPER.readTree(stream).path("entry")) {
            count.merge(entry.at("/resource/resourceType").asText(), 1, Integer::sum);
          }
        }
      }
    }
    return count;
  }

  private static String setting(Connection connection, String name) throws Exception {
    try (ResultSet result = connection.createStatement().executeQuery("SHOW " + name)) {
      result.next();
      return result.getString(1);
    }
  }
}
