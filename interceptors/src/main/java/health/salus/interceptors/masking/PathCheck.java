package health.salus.interceptors.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import health.salus.interceptors.masking.ElementPath.Condition;
import health.salus.interceptors.masking.ElementPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/** Whether the elements that a path names exist, and which types they have. */
final class PathCheck {
  private final ElementModel model;

  PathCheck(ElementModel model) {
    this.model = model;
  }

  /** The types of the elements at the end of a path; empty if there are none in this type. */
  Set<String> types(String resourceType, ElementPath path) {
    String start = path.descendantsOfType().orElse(resourceType);
    Optional<BaseRuntimeElementDefinition<?>> found = model.definition(start);
    Set<String> names = new TreeSet<>();
    if (found.isEmpty() || (!start.equals(resourceType) && !standsIn(resourceType, start))) {
      return names;
    }
    List<BaseRuntimeElementDefinition<?>> at = List.of(found.get());
    for (Step step : path.steps()) {
      List<BaseRuntimeElementDefinition<?>> next = new ArrayList<>();
      at.forEach(parent -> next.addAll(types(parent, step)));
      at = next;
    }
    at.forEach(type -> names.add(type.getName()));
    return names;
  }

  private boolean standsIn(String resourceType, String dataType) {
    boolean anywhere = dataType.equals("Extension");
    return anywhere
        || model.holds(
            model.definition(resourceType).orElseThrow(), dataType, new java.util.HashSet<>());
  }

  private List<BaseRuntimeElementDefinition<?>> types(
      BaseRuntimeElementDefinition<?> parent, Step step) {
    @Nullable BaseRuntimeChildDefinition child = ElementModel.child(parent, step.name());
    if (child == null || !ElementModel.name(child).equals(step.name())) {
      return List.of();
    }
    return model.types(child).stream()
        .filter(type -> step.ofType().map(type.getName()::equals).orElse(true))
        .filter(type -> step.conditions().stream().allMatch(each -> hasText(type, each)))
        .toList();
  }

  private boolean hasText(BaseRuntimeElementDefinition<?> type, Condition condition) {
    @Nullable BaseRuntimeChildDefinition child = ElementModel.child(type, condition.child());
    return child != null
        && model.types(child).stream()
            .allMatch(each -> IPrimitiveType.class.isAssignableFrom(each.getImplementingClass()));
  }
}
