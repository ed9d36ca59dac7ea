package health.salus.server.label;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import health.salus.interceptors.consent.Confidentiality;
import health.salus.interceptors.consent.ResourceFacts;
import health.salus.storage.setting.ConfigException;
import health.salus.terminology.label.Label;
import health.salus.terminology.label.LabelRule;
import health.salus.terminology.label.LabelRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads {@code config/labels.yaml}. One for each file. */
final class LabelRulesLoader {
  private static final Set<String> KEYS =
      Set.of("name", "labels", "codes", "prefixes", "valueSets", "types");

  private final Predicate<String> actCodes;
  private final Predicate<String> resourceTypes;
  private final Function<String, Optional<Set<String>>> valueSets;
  private final List<String> faults = new ArrayList<>();

  /**
   * A loader that knows these.
   *
   * @param actCodes whether a code is one of v3-ActCode
   * @param valueSets the codings of a value set, as {@code system|code}; empty if it cannot be
   *     expanded
   */
  LabelRulesLoader(
      Predicate<String> actCodes,
      Predicate<String> resourceTypes,
      Function<String, Optional<Set<String>>> valueSets) {
    this.actCodes = actCodes;
    this.resourceTypes = resourceTypes;
    this.valueSets = valueSets;
  }

  /**
   * The rules; none if there is no file.
   *
   * @throws ConfigException with every fault of the file
   */
  LabelRules load(Path file) {
    List<LabelRule> rules = new ArrayList<>();
    if (Files.exists(file)) {
      JsonNode root = parse(file);
      root.fieldNames()
          .forEachRemaining(
              name -> refuse(!name.equals("rules"), "labels.yaml: unknown setting " + name));
      int number = 0;
      for (JsonNode node : root.path("rules")) {
        number++;
        rules.add(rule(node, "labels.yaml: rule " + node.path("name").asText("" + number)));
      }
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return new LabelRules(rules);
  }

  private static JsonNode parse(Path file) {
    try {
      return new YAMLMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          List.of(
              "%s is no valid YAML at line %d"
                  .formatted(file, e.getLocation() == null ? 0 : e.getLocation().getLineNr())));
    } catch (IOException e) {
      throw new ConfigException(List.of(file + " cannot be read"));
    }
  }

  private LabelRule rule(JsonNode node, String where) {
    node.fieldNames()
        .forEachRemaining(
            name -> refuse(!KEYS.contains(name), where + ": unknown setting " + name));
    List<Label> labels = new ArrayList<>();
    for (JsonNode code : node.path("labels")) {
      label(code.asText(), where).ifPresent(labels::add);
    }
    refuse(node.path("labels").isEmpty(), where + ": labels are missing");
    Set<String> codes = codings(node.path("codes"), where);
    for (JsonNode url : node.path("valueSets")) {
      Optional<Set<String>> found = valueSets.apply(url.asText());
      refuse(found.isEmpty(), where + ": value set " + url.asText() + " cannot be expanded here");
      found.ifPresent(codes::addAll);
    }
    Set<String> prefixes = codings(node.path("prefixes"), where);
    refuse(
        codes.isEmpty() && prefixes.isEmpty(),
        where + ": codes, prefixes or valueSets are missing");
    Set<String> types = new HashSet<>();
    for (JsonNode type : node.path("types")) {
      refuse(
          !resourceTypes.test(type.asText()), where + ": unknown resource type " + type.asText());
      types.add(type.asText());
    }
    return new LabelRule(node.path("name").asText(""), labels, codes, prefixes, types);
  }

  private Optional<Label> label(String code, String where) {
    if (Confidentiality.of(code).isPresent()) {
      return Optional.of(new Label(Confidentiality.SYSTEM, code));
    }
    if (actCodes.test(code)) {
      return Optional.of(new Label(ResourceFacts.ACT_CODE, code));
    }
    faults.add(where + ": " + code + " is no code of v3-ActCode or v3-Confidentiality");
    return Optional.empty();
  }

  private Set<String> codings(JsonNode bySystem, String where) {
    Set<String> codings = new HashSet<>();
    for (Map.Entry<String, JsonNode> system : bySystem.properties()) {
      refuse(
          !system.getValue().isArray(), where + ": " + system.getKey() + " needs a list of codes");
      for (JsonNode code : system.getValue()) {
        refuse(code.asText().isBlank(), where + ": an empty code of " + system.getKey());
        codings.add(system.getKey() + "|" + code.asText());
      }
    }
    return codings;
  }

  private void refuse(boolean wrong, String text) {
    if (wrong) {
      faults.add(text);
    }
  }
}
