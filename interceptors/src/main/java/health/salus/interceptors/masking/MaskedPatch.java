package health.salus.interceptors.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.jspecify.annotations.Nullable;

/**
 * Whether a patch would look at masked elements: whether it works would then tell what they hold.
 * What is not understood counts as looking. Thread-safe.
 */
public final class MaskedPatch {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern PLAIN = Pattern.compile("[A-Z]\\w*(\\.[a-z]\\w*(\\[\\d+])?)*");
  private static final Pattern INDEX = Pattern.compile("\\d+|-");

  private final ElementModel model;
  private final MaskOverlap overlap;

  public MaskedPatch(FhirContext fhirContext) {
    this.model = new ElementModel(fhirContext);
    this.overlap = new MaskOverlap(model);
  }

  /** Whether a JSON Patch tests something, or names a masked element. */
  public boolean reveals(Masks masks, String type, String jsonPatch) {
    if (!masks.concern(type)) {
      return false;
    }
    try {
      for (JsonNode operation : MAPPER.readTree(jsonPatch)) {
        if (operation.path("op").asText().equals("test")
            || pointer(masks, type, operation.path("path").asText())
            || (operation.has("from") && pointer(masks, type, operation.path("from").asText()))) {
          return true;
        }
      }
      return false;
    } catch (JsonProcessingException e) {
      return true;
    }
  }

  /** Whether a FHIRPath Patch filters, or names a masked element. */
  public boolean reveals(Masks masks, String type, Parameters fhirPatch) {
    return masks.concern(type)
        && fhirPatch.getParameter().stream()
            .anyMatch(operation -> reveals(masks, type, operation.getPart()));
  }

  private boolean reveals(Masks masks, String type, List<ParametersParameterComponent> parts) {
    String name = "";
    List<List<String>> paths = new ArrayList<>();
    for (ParametersParameterComponent part : parts) {
      String value = String.valueOf(part.hasValue() ? part.getValue().primitiveValue() : "");
      if (part.getName().equals("name")) {
        name = value;
      } else if (part.getName().equals("path")) {
        if (!PLAIN.matcher(value).matches()) {
          return true;
        }
        String elements = value.contains(".") ? value.substring(value.indexOf('.') + 1) : "";
        paths.add(
            elements.isEmpty()
                ? List.of()
                : List.of(elements.replaceAll("\\[\\d+]", "").split("\\.", -1)));
      }
    }
    for (List<String> path : paths) {
      List<String> whole = new ArrayList<>(path);
      if (!name.isEmpty()) {
        whole.add(name);
      }
      if (masked(masks, type, whole)) {
        return true;
      }
    }
    return false;
  }

  private boolean pointer(Masks masks, String type, String pointer) {
    List<String> path = new ArrayList<>();
    for (String part : pointer.split("/", -1)) {
      String name = part.replace("~1", "/").replace("~0", "~");
      if (!name.isEmpty() && !INDEX.matcher(name).matches()) {
        path.add(name.startsWith("_") ? name.substring(1) : name);
      }
    }
    return masked(masks, type, path);
  }

  private boolean masked(Masks masks, String type, List<String> path) {
    if (path.isEmpty() || path.get(0).equals("contained")) {
      return true;
    }
    List<String> named = named(type, path);
    IndexedElements.Place place = new IndexedElements.Place(named, Optional.empty());
    return masks.of(type).stream()
        .anyMatch(
            rule ->
                overlap.masks(rule.path(), type, place, Optional.empty())
                    || (named.contains("extension") && !rule.extensions().isEmpty()));
  }

  /** The path with {@code valueQuantity} written as {@code value}, as rules write it. */
  private List<String> named(String type, List<String> path) {
    List<String> names = new ArrayList<>();
    @Nullable BaseRuntimeElementDefinition<?> at = model.definition(type).orElse(null);
    for (String part : path) {
      @Nullable BaseRuntimeChildDefinition child = at == null ? null : ElementModel.child(at, part);
      names.add(child == null ? part : ElementModel.name(child));
      at = child == null ? null : child.getChildByName(part);
      if (at == null && child != null) {
        List<BaseRuntimeElementDefinition<?>> types = model.types(child);
        at = types.size() == 1 ? types.get(0) : null;
      }
    }
    return names;
  }
}
