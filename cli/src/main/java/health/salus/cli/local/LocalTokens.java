package health.salus.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.jwk.ECKey;
import health.salus.server.demo.DemoAccess;
import health.salus.server.demo.DemoUser;
import health.salus.storage.hapi.MachineKey;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Access tokens of the server that runs on this machine, for the owner of its data folder. They
 * come from the authorization server like all others and stand in its record of events.
 */
public final class LocalTokens {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final JsonMapper MAPPER = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private final Path data;
  private final Clock clock;

  /**
   * @param port where the server listens
   * @param data its data folder, which holds the keys
   */
  public LocalTokens(int port, Path data, Clock clock) {
    this.port = port;
    this.data = data;
    this.clock = clock;
  }

  /**
   * A token of a user, asked for with the key of this machine's administrator (RFC 7523, section
   * 2.1).
   *
   * @param patient the patient in context; empty takes the one whom a user of the demo is or stands
   *     for
   * @param scope separated by blanks; empty takes what fits a user of the demo
   * @throws StartFailure with what the server or the data folder lacks
   */
  public String forUser(String username, Optional<String> patient, Optional<String> scope)
      throws IOException, InterruptedException {
    Optional<DemoUser> known = DemoUser.of(username);
    String scopes =
        scope
            .or(() -> known.map(DemoUser::usualScope))
            .orElseThrow(() -> new StartFailure("Say with --scope what the token is for."));
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("sub", username);
    patient.or(() -> ownPatient(username)).ifPresent(id -> claims.put("patient", id));
    String assertion =
        SignedAssertion.of(
            MachineKey.read(data).key(), MachineKey.CLIENT, audience(), claims, clock);
    return token(
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion",
            assertion,
            "scope",
            scopes));
  }

  /** A token that may read and write everything and train models, for the command line. */
  public String forAdministrator() throws IOException, InterruptedException {
    return forUser("admin", Optional.empty(), Optional.of("user/*.cruds"));
  }

  /**
   * A token of a backend service of the demo (SMART Backend Services).
   *
   * @param scope separated by blanks; empty takes all that the client may have
   * @throws StartFailure with what the server or the data folder lacks
   */
  public String forClient(String clientId, Optional<String> scope)
      throws IOException, InterruptedException {
    DemoAccess access =
        DemoAccess.read(data)
            .orElseThrow(
                () ->
                    new StartFailure(
                        "%s does not exist; ./salus demo makes it."
                            .formatted(DemoAccess.file(data))));
    DemoAccess.App client = access.client(clientId);
    JsonNode jwk = client.jwk();
    if (jwk == null) {
      throw new StartFailure("%s is no client with a key.".formatted(clientId));
    }
    String assertion =
        SignedAssertion.of(key(jwk), clientId, audience(), Map.of("sub", clientId), clock);
    return token(
        Map.of(
            "grant_type",
            "client_credentials",
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            assertion,
            "scope",
            scope.orElse(client.scope())));
  }

  private Optional<String> ownPatient(String username) {
    return DemoAccess.read(data)
        .map(access -> access.users().get(username))
        .map(DemoAccess.Person::patient);
  }

  /** The server's own address of its token endpoint, which may differ from the one used here. */
  private String audience() throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(HttpRequest.newBuilder(local("/fhir/.well-known/smart-configuration")));
    JsonNode endpoint = MAPPER.readTree(response.body()).path("token_endpoint");
    if (response.statusCode() != 200 || !endpoint.isTextual()) {
      throw new StartFailure("The server on port %d gives no tokens.".formatted(port));
    }
    return endpoint.asText();
  }

  private String token(Map<String, String> form) throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(local("/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    JsonNode answer = MAPPER.readTree(response.body());
    JsonNode token = answer.path("access_token");
    if (response.statusCode() != 200 || !token.isTextual()) {
      throw new StartFailure(
          "The server gave no token: %s %s"
              .formatted(
                  answer.path("error").asText("status " + response.statusCode()),
                  answer.path("error_description").asText()));
    }
    return token.asText();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try {
      return http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new StartFailure(
          "No server answers on port %d. Start one with ./salus demo or ./salus serve."
              .formatted(port),
          e);
    }
  }

  private URI local(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  private static ECKey key(JsonNode jwk) {
    try {
      return ECKey.parse(jwk.toString());
    } catch (ParseException e) {
      throw new StartFailure("demo-access.json holds a broken key.", e);
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
