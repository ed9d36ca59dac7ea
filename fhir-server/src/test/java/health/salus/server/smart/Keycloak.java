package health.salus.server.smart;

import health.salus.server.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** A real Keycloak with the realm of these tests, as the profile {@code keycloak} unpacks it. */
final class Keycloak implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String MAPPERS =
      mapper("sub", "oidc-sub-mapper", "")
          + ","
          + mapper(
              "username",
              "oidc-usermodel-property-mapper",
              "\"user.attribute\": \"username\", \"claim.name\": \"preferred_username\",")
          + ","
          + mapper(
              "fhirUser",
              "oidc-usermodel-attribute-mapper",
              "\"user.attribute\": \"fhirUser\", \"claim.name\": \"fhirUser\",")
          + ","
          + mapper(
              "roles",
              "oidc-usermodel-realm-role-mapper",
              "\"multivalued\": \"true\", \"claim.name\": \"roles\",");

  private final Process process;
  private final int port;

  private Keycloak(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The unpacked distribution, if the profile was on. */
  static Optional<Path> unpacked() throws IOException {
    Path folder = TestServer.home().resolve("fhir-server/target/keycloak");
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(path -> Files.exists(path.resolve("bin/kc.sh"))).findFirst();
    }
  }

  static Keycloak start(Path home, String salusRoot) throws IOException, InterruptedException {
    int port = freePort();
    Path realms = Files.createDirectories(home.resolve("data/import"));
    try (var realm = Keycloak.class.getResourceAsStream("keycloak-realm.json")) {
      Files.writeString(
          realms.resolve("hospital-realm.json"),
          new String(realm.readAllBytes(), StandardCharsets.UTF_8)
              .replace("@MAPPERS@", MAPPERS)
              .replace("@SALUS@", salusRoot));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--http-port=" + port,
                "--http-host=127.0.0.1",
                "--db=dev-mem",
                "--import-realm")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("keycloak.log").toFile());
    builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx512m");
    Keycloak keycloak = new Keycloak(builder.start(), port);
    keycloak.await();
    return keycloak;
  }

  String issuer() {
    return "http://localhost:" + port + "/realms/hospital";
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
  }

  private void await() throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end) && process.isAlive()) {
      if (answers()) {
        return;
      }
      Thread.sleep(500);
    }
    close();
    throw new AssertionError("Keycloak did not start; see keycloak.log beside its bin folder");
  }

  private boolean answers() throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                      .timeout(Duration.ofSeconds(5))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static String mapper(String name, String kind, String config) {
    return """
        {"name": "%s", "protocol": "openid-connect", "protocolMapper": "%s", "config": {%s
         "id.token.claim": "true", "access.token.claim": "true", "introspection.token.claim": "true"}}
        """
        .formatted(name, kind, config);
  }
}
