package health.salus.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.cli.local.LocalServer;
import health.salus.server.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A PostgreSQL server that the operating system brought (Debian's) works by setting its URL. */
class ExternalDatabaseIT {
  private static DebianPostgres database;

  @BeforeAll
  static void startDatabase() throws Exception {
    database = DebianPostgres.startOrSkip();
  }

  @AfterAll
  static void stopDatabase() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void serverRunsOnItByOneUrl() throws Exception {
    Path data = Files.createTempDirectory("salus-data");
    try (ServerProcess server =
        ServerProcess.serve(
            data, "--config", database.settings(DebianPostgres.PASSWORD).toString())) {
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
        ServerProcess.serve(data, "--config", database.settings("not-the-password").toString())) {
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
}
