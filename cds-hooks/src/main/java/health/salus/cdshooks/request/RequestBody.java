package health.salus.cdshooks.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.cdshooks.error.CdsException;
import health.salus.cdshooks.error.ErrorCode;
import java.io.IOException;

/** Parses a request body as JSON. Numbers keep their digits; unknown members are ignored. */
public final class RequestBody {
  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private RequestBody() {}

  public static JsonFields parse(byte[] body) {
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return new JsonFields(object, "");
      }
    } catch (JsonProcessingException e) {
      throw new CdsException(ErrorCode.INVALID_REQUEST, "the body is not JSON");
    } catch (IOException e) {
      throw new CdsException(ErrorCode.INVALID_REQUEST, "the body cannot be read");
    }
    throw new CdsException(ErrorCode.INVALID_REQUEST, "the body must be a JSON object");
  }
}
