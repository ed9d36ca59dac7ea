package health.salus.smart.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import health.salus.smart.key.SigningKeys;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** Public JSON documents that may be kept for five minutes: discovery and keys. */
public final class Documents {
  private Documents() {}

  public static ProgramServlet.Handler smart(Discovery discovery) {
    return (request, response) -> send(response, discovery::smart);
  }

  public static ProgramServlet.Handler openid(Discovery discovery) {
    return (request, response) -> send(response, discovery::openid);
  }

  public static ProgramServlet.Handler keys(SigningKeys keys) {
    return (request, response) -> send(response, () -> parse(keys.published().toString()));
  }

  private static void send(HttpServletResponse response, Supplier<? extends JsonNode> document)
      throws IOException {
    response.setHeader("Cache-Control", "public, max-age=300");
    JsonAnswer.write(response, HttpServletResponse.SC_OK, document.get());
  }

  private static JsonNode parse(String json) {
    try {
      return JsonAnswer.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the key set is no JSON", e);
    }
  }
}
