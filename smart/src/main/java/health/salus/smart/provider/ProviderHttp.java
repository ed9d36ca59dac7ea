package health.salus.smart.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * Fetches JSON from the provider, whose address an administrator configured. No redirects, at most
 * five seconds and one megabyte. Thread-safe.
 */
final class ProviderHttp {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 1 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  JsonNode get(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).GET());
  }

  JsonNode post(String url, String form, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    headers.forEach(request::header);
    return send(request);
  }

  private JsonNode send(HttpRequest.Builder request) {
    HttpRequest built = request.header("Accept", "application/json").timeout(PATIENCE).build();
    try {
      HttpResponse<InputStream> response =
          client.send(built, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MAX_BYTES);
        if (response.statusCode() != 200) {
          throw new ProviderException("the provider answered " + response.statusCode());
        }
        return JSON.readTree(bytes);
      }
    } catch (JsonProcessingException e) {
      throw new ProviderException("the provider's answer is no JSON");
    } catch (IOException e) {
      throw new ProviderException("the provider cannot be reached");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderException("interrupted");
    }
  }
}
