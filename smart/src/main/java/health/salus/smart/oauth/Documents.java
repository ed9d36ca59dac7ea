package health.salus.smart.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import health.salus.smart.key.CertificateKeys;
import health.salus.smart.key.SigningKeys;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Public JSON documents that may be cached for five minutes: discovery and keys. */
public final class Documents {
  private Documents() {}

  public static ProgramServlet.Handler smart(Discovery discovery) {
    return (request, response) -> send(response, discovery::smart);
  }

  public static ProgramServlet.Handler openid(Discovery discovery) {
    return (request, response) -> send(response, discovery::openid);
  }

  /** The public keys of tokens and of certificates. */
  public static ProgramServlet.Handler keys(SigningKeys keys, CertificateKeys certificates) {
    return (request, response) ->
        send(
            response,
            () -> {
              List<JWK> all = new ArrayList<>(keys.published().getKeys());
              all.addAll(certificates.published());
              return parse(new JWKSet(all).toString());
            });
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
