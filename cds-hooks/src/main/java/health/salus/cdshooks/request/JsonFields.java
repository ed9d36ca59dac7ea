package health.salus.cdshooks.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.cdshooks.error.CdsException;
import health.salus.cdshooks.error.ErrorCode;
import java.util.Optional;

/** Reads fields of a request body; refuses with a message that names the field, not its value. */
public record JsonFields(ObjectNode object, String prefix) {
  public String requiredText(String field) {
    return text(field).orElseThrow(() -> missing(field));
  }

  public Optional<String> text(String field) {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.asText().isBlank()) {
      throw invalid(field, "must be a string with content");
    }
    return Optional.of(value.asText());
  }

  JsonFields requiredObject(String field) {
    return child(field).orElseThrow(() -> missing(field));
  }

  public Optional<JsonFields> child(String field) {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (value instanceof ObjectNode found) {
      return Optional.of(new JsonFields(found, prefix + field + "."));
    }
    throw invalid(field, "must be an object");
  }

  public CdsException missing(String field) {
    return new CdsException(ErrorCode.FIELD_MISSING, prefix + field + " is missing");
  }

  public CdsException invalid(String field, String expectation) {
    return new CdsException(ErrorCode.INVALID_REQUEST, prefix + field + " " + expectation);
  }
}
