package health.salus.interceptors.masking;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a rule does: a word, or a word with parameters. */
final class MaskActionReader {
  private static final int MAX_TEXT = 1000;
  private static final int MAX_AGE = 120;
  private static final int MAX_SHIFT = 3650;

  private MaskActionReader() {}

  /** The action of a rule; empty, with the fault told, if there is none. */
  static Optional<MaskAction> read(PolicyBlock rule) {
    @Nullable JsonNode node = rule.value("action");
    if (node != null && node.isTextual()) {
      return word(rule, node.asText());
    }
    if (node == null || !node.isObject() || node.size() != 1) {
      rule.fault("needs one action: " + WORDS);
      return Optional.empty();
    }
    Map.Entry<String, JsonNode> entry = node.properties().iterator().next();
    PolicyBlock parameters = rule.block(entry.getKey(), entry.getValue());
    Optional<MaskAction> action =
        switch (entry.getKey()) {
          case "truncate" -> Optional.of(truncate(parameters));
          case "generalise" -> Optional.of(generalise(parameters));
          case "shift" ->
              Optional.of(new MaskAction.ShiftDates(parameters.number("days", 1, MAX_SHIFT)));
          case "pattern" ->
              Optional.of(
                  new MaskAction.ChangeText(
                      new TextMask.Ending(parameters.number("keep", 0, MAX_TEXT))));
          default -> unknown(rule, entry.getKey());
        };
    if (action.isPresent()) {
      parameters.refuseUnknown();
    }
    return action;
  }

  private static final String WORDS =
      "omit, redact, pseudonymise, truncate, generalise, shift or pattern, the last four with"
          + " parameters";

  private static Optional<MaskAction> word(PolicyBlock rule, String word) {
    return switch (word) {
      case "omit" -> Optional.of(new MaskAction.Omit());
      case "redact" -> Optional.of(new MaskAction.Redact());
      case "pseudonymise" -> Optional.of(new MaskAction.Pseudonymise());
      default -> unknown(rule, word);
    };
  }

  private static Optional<MaskAction> unknown(PolicyBlock rule, String word) {
    rule.fault("has the action %s; known are %s".formatted(word, WORDS));
    return Optional.empty();
  }

  private static MaskAction truncate(PolicyBlock parameters) {
    if (parameters.has("length")) {
      return new MaskAction.ChangeText(
          new TextMask.Beginning(
              parameters.number("length", 1, MAX_TEXT), Set.copyOf(parameters.texts("zeroed"))));
    }
    String precision = parameters.text("to").orElse("");
    if (!precision.equals("year") && !precision.equals("month")) {
      parameters.fault("needs to: year or to: month for dates, or length for texts");
    }
    return new MaskAction.TruncateDate(precision.equals("month"));
  }

  private static MaskAction generalise(PolicyBlock parameters) {
    if (parameters.has("codes")) {
      return new MaskAction.WidenCode(
          new CodeCategories(
              parameters.map("codes"), parameters.text("otherwise").orElse("withheld")));
    }
    if (parameters.has("step")) {
      return new MaskAction.RoundNumber(step(parameters));
    }
    if (!parameters.has("years")) {
      parameters.fault("needs years and oldestAge for dates, step for numbers, or codes for codes");
    }
    return new MaskAction.GroupYears(
        parameters.number("years", 1, MAX_AGE), parameters.number("oldestAge", 1, MAX_AGE));
  }

  private static BigDecimal step(PolicyBlock parameters) {
    @Nullable JsonNode value = parameters.value("step");
    if (value == null || !value.isNumber() || value.decimalValue().signum() <= 0) {
      parameters.fault("step must be a number above 0");
      return BigDecimal.ONE;
    }
    return value.decimalValue();
  }
}
