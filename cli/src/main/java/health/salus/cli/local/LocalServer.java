package health.salus.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Suppliers;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A running server on this machine, as its command line talks to it. */
public final class LocalServer {
  private static final Duration TRAINING_LIMIT = Duration.ofMinutes(30);

  /** Well below the life of an access token. */
  private static final Duration TOKEN_USE = Duration.ofMinutes(3);

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;
  private final LocalTokens tokens;
  private final Supplier<String> administrator =
      Suppliers.memoizeWithExpiration(this::token, TOKEN_USE.toMinutes(), TimeUnit.MINUTES);

  /**
   * The server of one data folder.
   *
   * @param data the folder, whose keys open the server to the command line
   */
  public LocalServer(int port, Path data) {
    this.port = port;
    this.tokens = new LocalTokens(port, data, Clock.systemUTC());
  }

  /** Gives the importer a token of the machine's administrator, renewed before it expires. */
  public Supplier<Optional<String>> administratorToken() {
    return () -> Optional.of(administrator.get());
  }

  /**
   * Stores one resource.
   *
   * @param path under the FHIR base, with an id
   * @throws StartFailure if the server refuses it
   */
  public void put(String path, String json) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(fhirBase() + "/" + path))
                .header("Content-Type", "application/fhir+json")
                .header("Authorization", "Bearer " + administrator.get())
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new StartFailure(
          "The server answers %d to a PUT of %s.".formatted(response.statusCode(), path));
    }
  }

  /**
   * The users of the server, or what it says of a change to one; {@code change} is empty to list.
   *
   * @throws StartFailure with the reason if the server refuses
   */
  public JsonNode users(Optional<ObjectNode> change) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/oauth/users"))
            .header("Authorization", "Bearer " + administrator.get());
    change.ifPresent(
        json ->
            request
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.toString())));
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    JsonNode answer = new JsonMapper().readTree(response.body());
    if (response.statusCode() >= 300) {
      throw new StartFailure("Refused: " + answer.path("error_description").asText("see the log"));
    }
    return answer;
  }

  /**
   * The keys of the server and its last job; {@code start} is what to start, empty to look.
   *
   * @param start such as {@code reseal} or {@code rotate-patient?patient=1}
   * @throws StartFailure with the reason if the server refuses
   */
  public JsonNode keys(Optional<String> start) throws IOException, InterruptedException {
    String url = "http://localhost:%d/keys%s".formatted(port, start.map("/"::concat).orElse(""));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + administrator.get());
    start.ifPresent(job -> request.POST(HttpRequest.BodyPublishers.noBody()));
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    JsonNode answer = new JsonMapper().readTree(response.body());
    if (response.statusCode() >= 300) {
      throw new StartFailure("Refused: " + answer.path("message").asText("see the log"));
    }
    return answer;
  }

  private String token() {
    try {
      return tokens.forAdministrator();
    } catch (IOException e) {
      throw new StartFailure("The server on port %d gives no token.".formatted(port), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Interrupted.", e);
    }
  }

  public URI fhirBase() {
    return URI.create("http://localhost:" + port + "/fhir");
  }

  /**
   * Trains a model and answers with a line about how good it is.
   *
   * @throws StartFailure if there is no server, no such model, or too few records
   */
  public String train(String model) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:%d/models/%s/train".formatted(port, model)))
            .timeout(TRAINING_LIMIT)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + administrator.get())
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new StartFailure(
          "No server answers on port %d. Start one with ./salus serve.".formatted(port), e);
    }
    if (response.statusCode() == 404) {
      throw new StartFailure(
          "There is no model %s; http://localhost:%d/models lists those there are."
              .formatted(model, port));
    }
    JsonNode body = new JsonMapper().readTree(response.body());
    if (response.statusCode() != 200) {
      throw new StartFailure("Training failed: " + body.path("message").asText("see the log"));
    }
    JsonNode held = body.path("heldOutEvaluation");
    return "%s: AUROC %.3f, Brier score %.3f (always saying the prevalence: %.3f), %d held-out patients, %d rows, prevalence %.1f %%%s"
        .formatted(
            body.path("title").asText(),
            held.path("auroc").asDouble(),
            held.path("brier").asDouble(),
            held.path("prevalenceBaselineBrier").asDouble(),
            held.path("patients").asInt(),
            held.path("rows").asInt(),
            held.path("prevalence").asDouble() * 100,
            body.path("trainedOnSyntheticData").asBoolean()
                ? "; trained on synthetic data, not for clinical use"
                : "");
  }
}
