package health.salus.cli.dump;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A request to a server.
 *
 * @param path under the FHIR base, or beside it if it begins with a slash
 * @param body empty for none
 * @param headers names and values in turn
 * @param answers the statuses that Salus may answer with
 */
record Call(String method, String path, String body, List<String> headers, List<Integer> answers) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  Call {
    headers = List.copyOf(headers);
    answers = List.copyOf(answers);
  }

  /** A search that is answered. */
  static Call get(String path) {
    return new Call("GET", path, "", List.of(), List.of(200));
  }

  /** A request with JSON that is answered. */
  static Call send(String method, String path, String body, String... headers) {
    return new Call(method, path, body, Arrays.asList(headers), List.of(200, 201, 204));
  }

  /** The same, which is refused. */
  Call refused(Integer... answers) {
    return new Call(method, path, body, headers, Arrays.asList(answers));
  }

  /** The same with a body of another kind. */
  Call as(String type) {
    List<String> more = new ArrayList<>(headers);
    more.addAll(List.of("Content-Type", type));
    return new Call(method, path, body, more, answers);
  }

  /** {@code a=b&c=d} of names and values in turn. */
  static String query(String... pairs) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      all.add(pairs[i] + "=" + URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
    }
    return String.join("&", all);
  }

  HttpResponse<String> to(int port, String token) throws IOException, InterruptedException {
    String root = "http://localhost:" + port;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(path.startsWith("/") ? root + path : root + "/fhir/" + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty() && !headers.contains("Content-Type")) {
      request.header("Content-Type", "application/fhir+json");
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
