package health.salus.interceptors.masking;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns the policy file into a {@link MaskingPolicy}, or refuses it with every fault it has: a rule
 * that could not work would leave open what it was written to mask.
 */
public final class MaskingPolicyReader {
  private final ElementModel model;
  private final PathCheck paths;
  private final Set<String> roles;

  /**
   * A reader that knows the model of FHIR R4.
   *
   * @param roles the roles that callers may have
   */
  public MaskingPolicyReader(FhirContext fhirContext, Set<String> roles) {
    this.model = new ElementModel(fhirContext);
    this.paths = new PathCheck(model);
    this.roles = Set.copyOf(roles);
  }

  /**
   * Reads the policy.
   *
   * @throws MaskingPolicyException with all faults
   */
  public MaskingPolicy read(JsonNode root) {
    List<String> faults = new ArrayList<>();
    PolicyBlock file = new PolicyBlock("the masking policy", root, faults);
    List<MaskingRule> rules = new ArrayList<>();
    Map<String, List<MaskingRule>> byType = new HashMap<>();
    Set<String> names = new HashSet<>();
    JsonNode list = root.path("rules");
    if (file.has("rules") && !list.isArray()) {
      file.fault("rules must be a list");
    }
    for (int i = 0; i < list.size(); i++) {
      String name = list.get(i).path("name").asText("");
      PolicyBlock rule =
          new PolicyBlock(
              name.isBlank() ? "masking rule " + (i + 1) : "masking rule " + name,
              list.get(i),
              faults);
      if (!names.add(rule.text("name").orElse(""))) {
        rule.fault("needs a name that no other rule has");
      }
      rules.addAll(read(rule, name, byType));
    }
    file.refuseUnknown();
    if (!faults.isEmpty()) {
      throw new MaskingPolicyException(faults);
    }
    return new MaskingPolicy(rules, byType);
  }

  private List<MaskingRule> read(
      PolicyBlock block, String name, Map<String, List<MaskingRule>> byType) {
    Set<String> forRoles = known(block, "roles", roles);
    Set<String> purposes = known(block, "purposes", PolicyTerms.PURPOSES);
    Set<String> labels = Set.copyOf(block.texts("labels"));
    Set<String> extensions = Set.copyOf(block.texts("extensions"));
    Optional<String> type = block.text("type");
    Optional<MaskAction> action = MaskActionReader.read(block);
    List<String> texts = block.texts("path");
    if (texts.isEmpty()) {
      block.fault("needs a path");
    }
    block.refuseUnknown();
    List<MaskingRule> rules = new ArrayList<>();
    for (String text : texts) {
      Optional<Target> target = target(block, type, text);
      if (target.isPresent() && action.isPresent()) {
        MaskingRule rule =
            new MaskingRule(
                name,
                forRoles,
                purposes,
                labels,
                target.get().type(),
                target.get().path(),
                action.get(),
                extensions);
        place(block, rule, text, byType);
        rules.add(rule);
      }
    }
    return rules;
  }

  private static Set<String> known(PolicyBlock block, String key, Set<String> known) {
    Set<String> texts = new TreeSet<>(block.texts(key));
    for (String text : texts) {
      if (!known.contains(text)) {
        block.fault(
            "has the unknown entry %s in %s; known are %s"
                .formatted(text, key, new TreeSet<>(known)));
      }
    }
    return texts;
  }

  private Optional<Target> target(PolicyBlock block, Optional<String> type, String text) {
    int dot = text.indexOf('.');
    String start = dot < 0 ? "" : text.substring(0, dot);
    boolean typed = start.equals(MaskingRule.ANY_TYPE) || startsWithType(start);
    String of = typed ? start : type.orElse("");
    if (!of.equals(MaskingRule.ANY_TYPE) && !model.resourceTypes().contains(of)) {
      block.fault(
          "has the path %s of no resource type; write Patient.name, or * for every type"
              .formatted(text));
      return Optional.empty();
    }
    if (typed && type.isPresent() && !type.get().equals(start)) {
      block.fault("has the path %s, but the type %s".formatted(text, type.get()));
      return Optional.empty();
    }
    try {
      ElementPath path = ElementPath.parse(typed ? text.substring(dot + 1) : text);
      if (path.first().filter(ElementModel.FIXED::contains).isPresent()) {
        block.fault("has the path %s, which cannot be masked".formatted(text));
        return Optional.empty();
      }
      return Optional.of(new Target(of, path));
    } catch (IllegalArgumentException e) {
      block.fault("has the path " + text + ", which " + e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean startsWithType(String start) {
    return !start.isEmpty() && Character.isUpperCase(start.charAt(0));
  }

  private void place(
      PolicyBlock block, MaskingRule rule, String text, Map<String, List<MaskingRule>> byType) {
    boolean found = false;
    Set<String> types = new TreeSet<>(Set.of(rule.type()));
    if (rule.type().equals(MaskingRule.ANY_TYPE)) {
      types = new TreeSet<>(model.resourceTypes());
      types.removeAll(PolicyTerms.DEFINITIONS);
    }
    for (String type : types) {
      Set<String> dataTypes = paths.types(type, rule.path());
      if (dataTypes.isEmpty()) {
        continue;
      }
      found = true;
      if (dataTypes.stream().noneMatch(rule.action()::fits)) {
        block.fault(
            "has an action that does not fit %s, which is %s in %s"
                .formatted(text, String.join(" or ", dataTypes), type));
        return;
      }
      byType.computeIfAbsent(type, key -> new ArrayList<>()).add(rule);
    }
    if (!found) {
      block.fault("has the path %s, which does not exist in FHIR R4".formatted(text));
    }
  }

  private record Target(String type, ElementPath path) {}
}
