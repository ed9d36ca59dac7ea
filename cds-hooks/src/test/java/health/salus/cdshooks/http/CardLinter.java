package health.salus.cdshooks.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The rules of CDS Hooks 2.0 for what a service sends; the ids are those of docs/cds-hooks.md. */
final class CardLinter {
  private static final Set<String> CARD_MEMBERS =
      Set.of(
          "uuid",
          "summary",
          "detail",
          "indicator",
          "source",
          "suggestions",
          "selectionBehavior",
          "overrideReasons",
          "links",
          "extension");

  private CardLinter() {}

  static void lintCards(JsonNode response) {
    assertThat(response.path("cards").isArray()).as("S1").isTrue();
    response.properties().forEach(f -> lintValue(f.getValue(), f.getKey().equals("cards")));
    Set<String> uuids = new HashSet<>();
    for (JsonNode card : response.path("cards")) {
      lintCard(card);
      assertThat(uuids.add(card.path("uuid").asText())).as("K1: unique").isTrue();
    }
  }

  static void lintDiscovery(JsonNode response) {
    assertThat(response.path("services").isArray()).as("D2").isTrue();
    for (JsonNode service : response.path("services")) {
      lintValue(service, false);
      for (String field : new String[] {"hook", "id", "description", "title"}) {
        assertText(service, field, "D4, D5: " + field);
      }
      assertThat(service.path("id").asText()).as("D11").matches("[A-Za-z0-9\\-._~]+");
      for (JsonNode template : service.path("prefetch")) {
        assertThat(template.asText()).as("P1").matches("[A-Z][A-Za-z]+(/|\\?).+");
        String withoutTokens =
            template.asText().replaceAll("\\{\\{context\\.(patientId|userId|encounterId)}}", "x");
        assertThat(withoutTokens).as("P2 to P5").doesNotContain("{", "}");
      }
    }
  }

  private static void lintCard(JsonNode card) {
    card.fieldNames().forEachRemaining(name -> assertThat(CARD_MEMBERS).contains(name));
    String uuid = card.path("uuid").asText();
    assertThat(UUID.fromString(uuid)).as("K1, N24").hasToString(uuid);
    assertText(card, "summary", "K2");
    String summary = card.path("summary").asText();
    assertThat(summary.codePointCount(0, summary.length())).as("K2").isLessThan(140);
    assertThat(card.path("detail").asText()).as("K3").doesNotContain("<", "](");
    assertThat(card.path("indicator").asText()).as("K4").isIn("info", "warning", "critical");
    assertText(card.path("source"), "label", "K5, K6");
    assertThat(URI.create(card.at("/source/url").asText()).isAbsolute()).as("K7").isTrue();
    if (card.path("source").has("topic")) {
      assertThat(card.at("/source/topic").isObject()).as("K9").isTrue();
      assertCoding(card.at("/source/topic"));
    }
    assertThat(card.has("suggestions"))
        .as("K10, K11, N23")
        .isEqualTo(card.has("selectionBehavior"));
    for (JsonNode reason : card.path("overrideReasons")) {
      assertCoding(reason);
      assertText(reason, "display", "K12, O1");
    }
    for (JsonNode link : card.path("links")) {
      assertText(link, "label", "L1");
      assertThat(URI.create(link.path("url").asText()).isAbsolute()).as("L1").isTrue();
      assertThat(link.path("type").asText()).as("L2").isIn("absolute", "smart");
      assertThat(link.has("appContext") && !link.path("type").asText().equals("smart"))
          .as("L3")
          .isFalse();
    }
  }

  private static void assertCoding(JsonNode coding) {
    assertText(coding, "code", "K14");
    assertText(coding, "system", "K14");
  }

  private static void assertText(JsonNode node, String field, String rule) {
    assertThat(node.path(field).isTextual()).as(rule).isTrue();
    assertThat(node.path(field).asText()).as(rule).isNotBlank();
  }

  private static void lintValue(JsonNode node, boolean mayBeEmpty) {
    assertThat(node.isNull()).as("J2").isFalse();
    boolean empty = node.isContainerNode() ? node.isEmpty() : node.asText().isEmpty();
    assertThat(empty && !mayBeEmpty).as("J3, J4: %s", node).isFalse();
    node.forEach(child -> lintValue(child, false));
  }
}
