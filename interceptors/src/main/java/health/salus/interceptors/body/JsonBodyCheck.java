package health.salus.interceptors.body;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimePrimitiveDatatypeDefinition;
import ca.uhn.fhir.parser.DataFormatException;
import com.fasterxml.jackson.databind.JsonNode;
import health.salus.interceptors.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Compares a JSON body with the definitions of its resource type, so that nothing is dropped in
 * silence: unknown elements, an object where an array belongs and the reverse, wrong JSON types,
 * empty values and values that are no date, id or code. Reports all faults, each with its path.
 *
 * <p>Cardinality from below, bindings and invariants are validation's business, not this class's.
 * Thread-safe.
 *
 * @see <a href="https://hl7.org/fhir/R4/json.html">JSON representation of resources</a>
 */
public final class JsonBodyCheck {
  private static final int MAX_FAULTS = 50;
  private static final Set<String> NUMBERS =
      Set.of("integer", "decimal", "positiveInt", "unsignedInt");
  private static final Set<String> CHECKED_TEXTS =
      Set.of("date", "dateTime", "instant", "time", "base64Binary");

  private final FhirContext fhirContext;

  public JsonBodyCheck(FhirContext fhirContext) {
    this.fhirContext = fhirContext;
  }

  /** All faults of this resource; none if it can be stored without losing anything. */
  public List<BodyFault> faults(JsonNode resource) {
    List<BodyFault> faults = new ArrayList<>();
    resource(resource, "", faults);
    return faults;
  }

  private void resource(JsonNode node, String path, List<BodyFault> faults) {
    if (!node.isObject()) {
      faults.add(shape(path.isEmpty() ? "$this" : path, "a resource must be a JSON object"));
      return;
    }
    JsonNode type = node.path("resourceType");
    if (!type.isTextual() || !fhirContext.getResourceTypes().contains(type.asText())) {
      faults.add(
          new BodyFault(
              ErrorCode.RESOURCE_TYPE_UNKNOWN,
              path.isEmpty() ? "resourceType" : path + ".resourceType",
              "resourceType must name a FHIR R4 resource type"));
      return;
    }
    String here = path.isEmpty() ? type.asText() : path;
    children(node, fhirContext.getResourceDefinition(type.asText()), here, true, faults);
  }

  private void children(
      JsonNode node,
      BaseRuntimeElementCompositeDefinition<?> definition,
      String path,
      boolean isResource,
      List<BodyFault> faults) {
    if (node.isEmpty()) {
      faults.add(shape(path, "an object must not be empty; leave the element out"));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (faults.size() >= MAX_FAULTS) {
        return;
      }
      if (!isResource || !field.getKey().equals("resourceType")) {
        child(field.getKey(), field.getValue(), definition, path, faults);
      }
    }
  }

  private void child(
      String field,
      JsonNode value,
      BaseRuntimeElementCompositeDefinition<?> parent,
      String path,
      List<BodyFault> faults) {
    boolean sibling = field.startsWith("_");
    String name = sibling ? field.substring(1) : field;
    @Nullable BaseRuntimeChildDefinition child = childOf(parent, name);
    String here = path + "." + name;
    if (child == null) {
      faults.add(
          new BodyFault(
              ErrorCode.ELEMENT_UNKNOWN,
              path + "." + field,
              "this element does not exist here; remove it or look at its spelling"));
      return;
    }
    @Nullable BaseRuntimeElementDefinition<?> definition = child.getChildByName(name);
    boolean repeats = child.getMax() != 1;
    if (repeats != value.isArray()) {
      faults.add(
          shape(
              here,
              repeats ? "this element repeats: write an array" : "this element does not repeat"));
      return;
    }
    if (!repeats) {
      single(value, definition, sibling, false, here, faults);
      return;
    }
    if (value.isEmpty()) {
      faults.add(shape(here, "an array must not be empty; leave the element out"));
    }
    for (int i = 0; i < value.size() && faults.size() < MAX_FAULTS; i++) {
      single(value.get(i), definition, sibling, true, here + "[" + i + "]", faults);
    }
  }

  private static @Nullable BaseRuntimeChildDefinition childOf(
      BaseRuntimeElementCompositeDefinition<?> parent, String name) {
    @Nullable BaseRuntimeChildDefinition child = parent.getChildByName(name);
    // A choice answers to its JSON names (valueString), not to its FHIRPath name (value).
    return child == null || !child.getValidChildNames().contains(name) ? null : child;
  }

  private void single(
      JsonNode value,
      @Nullable BaseRuntimeElementDefinition<?> definition,
      boolean sibling,
      boolean inArray,
      String path,
      List<BodyFault> faults) {
    if (definition instanceof RuntimePrimitiveDatatypeDefinition primitive) {
      if (value.isNull() && inArray) {
        return; // the place of a value whose other half holds something
      }
      if (sibling) {
        primitiveSibling(value, path, faults);
      } else {
        primitive(value, primitive, path, faults);
      }
      return;
    }
    if (definition instanceof BaseRuntimeElementCompositeDefinition<?> composite
        && !(definition instanceof ca.uhn.fhir.context.RuntimeResourceDefinition)) {
      if (sibling || !value.isObject()) {
        faults.add(shape(path, "this element must be a JSON object"));
        return;
      }
      children(value, composite, path, false, faults);
      return;
    }
    if (path.endsWith(".div")) {
      if (!value.isTextual()) {
        faults.add(new BodyFault(ErrorCode.ELEMENT_TYPE, path, "a narrative is a JSON string"));
      }
      return;
    }
    resource(value, path, faults);
  }

  private void primitiveSibling(JsonNode value, String path, List<BodyFault> faults) {
    if (!value.isObject() || value.isEmpty()) {
      faults.add(shape(path, "the _ half of a value must be an object with id or extension"));
      return;
    }
    BaseRuntimeElementCompositeDefinition<?> extension =
        (BaseRuntimeElementCompositeDefinition<?>) fhirContext.getElementDefinition("Extension");
    value
        .properties()
        .forEach(
            field -> {
              if (field.getKey().equals("extension") || field.getKey().equals("id")) {
                child(field.getKey(), field.getValue(), extension, path, faults);
                return;
              }
              faults.add(
                  new BodyFault(
                      ErrorCode.ELEMENT_UNKNOWN,
                      path + "." + field.getKey(),
                      "the _ half of a value holds only id and extension"));
            });
  }

  private static void primitive(
      JsonNode value,
      RuntimePrimitiveDatatypeDefinition definition,
      String path,
      List<BodyFault> faults) {
    String type = definition.getName();
    boolean typed =
        NUMBERS.contains(type)
            ? value.isNumber()
            : type.equals("boolean") ? value.isBoolean() : value.isTextual();
    if (!typed) {
      faults.add(
          new BodyFault(
              ErrorCode.ELEMENT_TYPE, path, "a " + type + " is written as " + jsonType(type)));
      return;
    }
    if (value.isTextual() && !validText(value.textValue(), definition, type)) {
      faults.add(new BodyFault(ErrorCode.ELEMENT_VALUE, path, "this is no valid " + type));
      return;
    }
    if (value.isNumber() && !type.equals("decimal") && !validInteger(value, type)) {
      faults.add(new BodyFault(ErrorCode.ELEMENT_VALUE, path, "this is no valid " + type));
    }
  }

  private static boolean validInteger(JsonNode value, String type) {
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      return false;
    }
    int least = type.equals("positiveInt") ? 1 : type.equals("unsignedInt") ? 0 : Integer.MIN_VALUE;
    return value.intValue() >= least;
  }

  private static boolean validText(
      String text, RuntimePrimitiveDatatypeDefinition definition, String type) {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      return false;
    }
    if (type.equals("code") || type.equals("id")) {
      return type.equals("id") ? isId(text) : isCode(text);
    }
    if (!CHECKED_TEXTS.contains(type)) {
      return true;
    }
    try {
      ((IPrimitiveType<?>) definition.newInstance()).setValueAsString(text);
      return true;
    } catch (DataFormatException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isCode(String text) {
    return !Character.isWhitespace(text.charAt(0))
        && !Character.isWhitespace(text.charAt(text.length() - 1));
  }

  private static boolean isId(String text) {
    return text.length() <= 64
        && text.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '.');
  }

  private static String jsonType(String type) {
    return NUMBERS.contains(type)
        ? "a JSON number"
        : type.equals("boolean") ? "true or false" : "a JSON string";
  }

  private static BodyFault shape(String path, String text) {
    return new BodyFault(ErrorCode.ELEMENT_SHAPE, path, text);
  }
}
