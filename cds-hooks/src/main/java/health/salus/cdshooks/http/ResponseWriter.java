package health.salus.cdshooks.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.cdshooks.card.Card;
import health.salus.cdshooks.card.Coding;
import health.salus.cdshooks.error.ErrorCode;
import health.salus.cdshooks.request.RequestBody;
import health.salus.cdshooks.service.CdsService;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Writes bodies, strictly: no null, no empty value, except that {@code cards} may be empty. */
final class ResponseWriter {
  private ResponseWriter() {}

  static byte[] discovery(List<CdsService> services) {
    ObjectNode root = object();
    ArrayNode array = root.putArray("services");
    for (CdsService service : services) {
      ObjectNode entry = array.addObject();
      entry.put("hook", service.hook()).put("id", service.id());
      entry.put("title", service.title()).put("description", service.description());
      if (!service.prefetch().isEmpty()) {
        ObjectNode prefetch = entry.putObject("prefetch");
        service.prefetch().forEach(prefetch::put);
      }
      service.usageRequirements().ifPresent(text -> entry.put("usageRequirements", text));
    }
    return bytes(root);
  }

  static byte[] cards(List<Card> cards) {
    ObjectNode root = object();
    ArrayNode array = root.putArray("cards");
    cards.forEach(card -> array.add(card(card)));
    return bytes(root);
  }

  static byte[] outcome(ErrorCode code, String message) {
    ObjectNode root = object().put("resourceType", "OperationOutcome");
    ObjectNode issue = root.putArray("issue").addObject();
    issue.put("severity", "error").put("code", code.issueType()).put("diagnostics", message);
    return bytes(root);
  }

  private static ObjectNode card(Card card) {
    ObjectNode node = object();
    node.put("uuid", card.uuid()).put("summary", card.summary());
    if (!card.detail().isBlank()) {
      node.put("detail", card.detail());
    }
    node.put("indicator", card.indicator().name().toLowerCase(Locale.ROOT));
    ObjectNode source = node.putObject("source");
    source.put("label", card.source().label()).put("url", card.source().url());
    card.source().topic().ifPresent(topic -> source.set("topic", coding(topic)));
    if (!card.links().isEmpty()) {
      ArrayNode links = node.putArray("links");
      for (Card.Link link : card.links()) {
        links.addObject().put("label", link.label()).put("url", link.url()).put("type", "absolute");
      }
    }
    if (!card.overrideReasons().isEmpty()) {
      ArrayNode reasons = node.putArray("overrideReasons");
      card.overrideReasons().forEach(reason -> reasons.add(coding(reason)));
    }
    return node;
  }

  private static ObjectNode coding(Coding coding) {
    ObjectNode node = object().put("code", coding.code()).put("system", coding.system());
    if (!coding.display().isBlank()) {
      node.put("display", coding.display());
    }
    return node;
  }

  private static ObjectNode object() {
    return RequestBody.JSON.createObjectNode();
  }

  private static byte[] bytes(ObjectNode root) {
    try {
      return RequestBody.JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of our own can be written", e);
    }
  }
}
