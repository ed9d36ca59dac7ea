package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON answers to programs. Answers about tokens must not be cached. */
public final class JsonAnswer {
  private static final JsonMapper JSON = new JsonMapper();

  private JsonAnswer() {}

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  public static JsonMapper mapper() {
    return JSON;
  }

  /** With {@code no-store} and {@code no-cache}, as RFC 6749 section 5.1 demands. */
  static void secret(HttpServletResponse response, int status, JsonNode body) throws IOException {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Pragma", "no-cache");
    write(response, status, body);
  }

  /** JSON without cache headers. */
  public static void write(HttpServletResponse response, int status, JsonNode body)
      throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  static void error(HttpServletResponse response, OAuthException refused) throws IOException {
    if (refused.error() == OAuthError.INVALID_CLIENT) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"token\"");
    }
    if (refused.error() == OAuthError.INVALID_TOKEN
        || refused.error() == OAuthError.INSUFFICIENT_SCOPE) {
      response.setHeader("WWW-Authenticate", "Bearer error=\"" + refused.error().code() + "\"");
    }
    ObjectNode body = object();
    body.put("error", refused.error().code());
    body.put("error_description", refused.description());
    secret(response, refused.error().status(), body);
  }
}
