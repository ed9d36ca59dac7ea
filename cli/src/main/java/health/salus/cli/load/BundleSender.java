package health.salus.cli.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends one part, again if the server was busy or away: connection errors, 429, 502, 503 and 504 up
 * to the configured attempts, conflicts (409, 412) three times. Thread-safe.
 */
final class BundleSender {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);
  private static final Set<Integer> CONFLICT = Set.of(409, 412);
  private static final int ATTEMPTS_AT_CONFLICT = 3;
  private static final Pattern ENTRY = Pattern.compile("Bundle\\.entry\\[(\\d+)\\]");
  private static final int LONGEST_REASON = 400;

  private final HttpClient client;
  private final ImportOptions options;

  BundleSender(HttpClient client, ImportOptions options) {
    this.client = client;
    this.options = options;
  }

  /** Sends a part and returns its failures; empty means that all entries are stored. */
  List<ImportFailure> send(ImportPart part) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      List<ImportFailure> failures = sendOnce(part);
      if (!isWorthRepeating(failures, attempt)) {
        return failures;
      }
      Thread.sleep(options.backOff().multipliedBy(1L << Math.min(attempt - 1, 6)).toMillis());
    }
  }

  private boolean isWorthRepeating(List<ImportFailure> failures, int attempt) {
    boolean busy = failures.stream().anyMatch(f -> f.status() == 0 || BUSY.contains(f.status()));
    boolean conflict = failures.stream().anyMatch(f -> CONFLICT.contains(f.status()));
    int conflictAttempts = Math.min(ATTEMPTS_AT_CONFLICT, options.attempts());
    return (busy && attempt < options.attempts()) || (conflict && attempt < conflictAttempts);
  }

  private List<ImportFailure> sendOnce(ImportPart part) throws InterruptedException {
    try {
      HttpResponse<byte[]> response =
          client.send(request(part), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode body = parsed(response.body());
      if (response.statusCode() != 200) {
        return List.of(refused(part, response.statusCode(), body));
      }
      return part.type().equals("batch") ? failedEntries(part, body) : List.of();
    } catch (IOException e) {
      return List.of(new ImportFailure(part.file(), -1, "", 0, "no answer: " + e));
    }
  }

  private HttpRequest request(ImportPart part) throws IOException {
    ObjectNode bundle = ImportFile.JSON.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", part.type());
    ArrayNode entries = bundle.putArray("entry");
    part.entries().forEach(entries::add);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(options.base())
            .timeout(TIMEOUT)
            .header("Content-Type", "application/fhir+json")
            .header("Accept", "application/fhir+json")
            .header("Prefer", "return=minimal")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(ImportFile.JSON.writeValueAsBytes(bundle)));
    options.bearerToken().get().ifPresent(t -> request.header("Authorization", "Bearer " + t));
    return request.build();
  }

  private static List<ImportFailure> failedEntries(ImportPart part, JsonNode body) {
    List<ImportFailure> failures = new ArrayList<>();
    for (int i = 0; i < part.entries().size(); i++) {
      JsonNode response = body.path("entry").path(i).path("response");
      String status = response.path("status").asText();
      if (!status.startsWith("2")) {
        failures.add(failure(part, i, statusCode(status), reason(response.path("outcome"))));
      }
    }
    return failures;
  }

  private static ImportFailure refused(ImportPart part, int status, JsonNode outcome) {
    Matcher entry = ENTRY.matcher(outcome.path("issue").toString());
    int index = entry.find() ? Integer.parseInt(entry.group(1)) : -1;
    return failure(part, index < part.entries().size() ? index : -1, status, reason(outcome));
  }

  private static ImportFailure failure(ImportPart part, int index, int status, String reason) {
    if (index < 0) {
      return new ImportFailure(part.file(), -1, "", status, reason);
    }
    String url = part.entries().get(index).at("/request/url").asText();
    return new ImportFailure(part.file(), part.positions().get(index), url, status, reason);
  }

  private static int statusCode(String status) {
    return status.matches("\\d{3}.*") ? Integer.parseInt(status.substring(0, 3)) : -1;
  }

  private static String reason(JsonNode outcome) {
    List<String> texts = new ArrayList<>();
    for (JsonNode issue : outcome.path("issue")) {
      String diagnostics = issue.path("diagnostics").asText();
      texts.add(diagnostics.isEmpty() ? issue.at("/details/text").asText() : diagnostics);
    }
    String text = String.join("; ", texts);
    if (text.isBlank()) {
      return "no reason given";
    }
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
  }

  private static JsonNode parsed(byte[] body) throws IOException {
    try {
      return ImportFile.JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return ImportFile.JSON.missingNode();
    }
  }
}
