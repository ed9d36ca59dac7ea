package health.salus.ml.view;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.ResourceFactory;

/** Compiles the JSON of a ViewDefinition and refuses an invalid one. Thread-safe. */
public final class ViewCompiler {
  private static final Set<String> RESERVED = Set.of("rowIndex", "resource", "context");

  private final FhirContext context;
  private final Paths paths;

  public ViewCompiler(FhirContext context) {
    this.context = context;
    this.paths = new Paths(context);
  }

  public ViewDefinition compile(JsonNode json) {
    String type = text(json, "resource");
    if (!context.getResourceTypes().contains(type)) {
      throw new ViewDefinitionException("resource must be a resource type but is " + type);
    }
    List<ExpressionNode> where =
        list(json, "where", condition -> paths.parse(text(condition, "path")));
    List<Select> selects = list(json, "select", this::select);
    if (selects.isEmpty()) {
      throw new ViewDefinitionException("select must not be empty");
    }
    Select root = new Select(new Iteration.Here(), List.of(), selects, List.of());
    List<String> names = root.columnNames();
    if (Set.copyOf(names).size() != names.size()) {
      throw new ViewDefinitionException("column names must differ: " + names);
    }
    return new ViewDefinition(type, constants(json), where, root, paths);
  }

  private Select select(JsonNode json) {
    List<Select> union = list(json, "unionAll", this::select);
    for (Select branch : union) {
      if (!branch.columnNames().equals(union.get(0).columnNames())) {
        throw new ViewDefinitionException(
            "branches of unionAll must have the same columns in the same order: "
                + branch.columnNames());
      }
    }
    return new Select(
        iteration(json),
        list(json, "column", this::column),
        list(json, "select", this::select),
        union);
  }

  private Iteration iteration(JsonNode json) {
    List<Iteration> given = new ArrayList<>();
    if (json.has("forEach")) {
      given.add(new Iteration.ForEach(paths.parse(text(json, "forEach")), false));
    }
    if (json.has("forEachOrNull")) {
      given.add(new Iteration.ForEach(paths.parse(text(json, "forEachOrNull")), true));
    }
    if (json.has("repeat")) {
      given.add(new Iteration.Repeat(list(json, "repeat", step -> paths.parse(step.asText()))));
    }
    if (given.size() > 1) {
      throw new ViewDefinitionException("forEach, forEachOrNull and repeat exclude each other");
    }
    return given.isEmpty() ? new Iteration.Here() : given.get(0);
  }

  private Column column(JsonNode json) {
    String name = text(json, "name");
    if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
      throw new ViewDefinitionException("column name must be a database name but is " + name);
    }
    return new Column(
        name, paths.parse(text(json, "path")), json.path("collection").asBoolean(false));
  }

  private static Map<String, Base> constants(JsonNode view) {
    Map<String, Base> constants = new HashMap<>();
    for (JsonNode constant : view.path("constant")) {
      String name = text(constant, "name");
      if (RESERVED.contains(name) || constants.put(name, constant(name, constant)) != null) {
        throw new ViewDefinitionException("constant must be new but is known: " + name);
      }
    }
    return constants;
  }

  private static Base constant(String name, JsonNode json) {
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (field.getKey().startsWith("value") && field.getKey().length() > 5) {
        return primitive(field.getKey().substring(5), field.getValue().asText());
      }
    }
    throw new ViewDefinitionException("constant must have a value: " + name);
  }

  private static Base primitive(String suffix, String value) {
    String type = Character.toLowerCase(suffix.charAt(0)) + suffix.substring(1);
    try {
      if (ResourceFactory.createType(type) instanceof PrimitiveType<?> primitive) {
        primitive.setValueAsString(value);
        return primitive;
      }
    } catch (FHIRException e) {
      throw new ViewDefinitionException("constant has an unknown type " + type, e);
    }
    throw new ViewDefinitionException("constant must be primitive but is " + type);
  }

  private static <T> List<T> list(JsonNode json, String name, Function<JsonNode, T> each) {
    List<T> items = new ArrayList<>();
    json.path(name).forEach(item -> items.add(each.apply(item)));
    return items;
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isTextual() || value.asText().isBlank()) {
      throw new ViewDefinitionException(name + " must be a text");
    }
    return value.asText();
  }
}
