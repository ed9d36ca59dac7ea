package health.salus.interceptors.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import health.salus.interceptors.masking.ElementPath.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a masked path and a path that is looked at share an element: one is a prefix of the
 * other, or a data type that is masked everywhere stands on the way or below. Thread-safe.
 */
final class MaskOverlap {
  private final ElementModel model;

  MaskOverlap(ElementModel model) {
    this.model = model;
  }

  /**
   * Whether a rule masks something of what a search parameter indexes at a place.
   *
   * @param kind which decides what is indexed of a data type; empty if it is all
   */
  boolean masks(
      ElementPath rule,
      String resourceType,
      IndexedElements.Place place,
      Optional<RestSearchParameterTypeEnum> kind) {
    List<BaseRuntimeElementDefinition<?>> ends =
        List.of(model.definition(resourceType).orElseThrow());
    int known = 0;
    for (String name : place.path()) {
      List<BaseRuntimeElementDefinition<?>> next = below(ends, name);
      if (next.isEmpty()) {
        break;
      }
      ends = next;
      known++;
      boolean last = known == place.path().size();
      if (last && place.type().isPresent()) {
        String only = place.type().get();
        ends = ends.stream().filter(type -> type.getName().equals(only)).toList();
      }
      List<String> rest = place.path().subList(known, place.path().size());
      if (crosses(rule, ends, rest) && !rest.isEmpty()) {
        return true;
      }
    }
    for (BaseRuntimeElementDefinition<?> end : ends) {
      if (masks(rule, place.path(), end, kind)) {
        return true;
      }
    }
    return ends.isEmpty();
  }

  private boolean masks(
      ElementPath rule,
      List<String> path,
      BaseRuntimeElementDefinition<?> end,
      Optional<RestSearchParameterTypeEnum> kind) {
    List<List<String>> parts =
        kind.map(one -> IndexedElements.parts(one, end.getName())).orElse(List.of());
    if (rule.descendantsOfType().isPresent()) {
      return parts.isEmpty()
          ? crosses(rule, List.of(end), List.of())
              || model.holds(end, rule.descendantsOfType().get(), new HashSet<>())
          : parts.stream().anyMatch(part -> crossesBelow(rule, end, part));
    }
    if (parts.isEmpty()) {
      return prefix(rule.steps(), path, end.getName());
    }
    for (List<String> part : parts) {
      List<String> whole = new ArrayList<>(path);
      whole.addAll(part);
      if (prefix(rule.steps(), whole, "")
          && (rule.steps().size() != path.size() || ofType(rule.steps(), end.getName()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean ofType(List<Step> steps, String type) {
    return steps.get(steps.size() - 1).ofType().map(type::equals).orElse(true);
  }

  private static boolean prefix(List<Step> steps, List<String> path, String end) {
    for (int i = 0; i < Math.min(steps.size(), path.size()); i++) {
      if (!steps.get(i).name().equals(path.get(i))) {
        return false;
      }
    }
    return end.isEmpty() || steps.size() != path.size() || ofType(steps, end);
  }

  /** Whether one of these types is masked everywhere, with what follows. */
  private static boolean crosses(
      ElementPath rule, List<BaseRuntimeElementDefinition<?>> types, List<String> rest) {
    return rule.descendantsOfType().isPresent()
        && types.stream().anyMatch(type -> type.getName().equals(rule.descendantsOfType().get()))
        && prefix(rule.steps(), rest, "");
  }

  private boolean crossesBelow(
      ElementPath rule, BaseRuntimeElementDefinition<?> type, List<String> path) {
    List<BaseRuntimeElementDefinition<?>> at = List.of(type);
    for (int i = 0; i <= path.size(); i++) {
      if (crosses(rule, at, path.subList(i, path.size()))) {
        return true;
      }
      at = i < path.size() ? below(at, path.get(i)) : List.of();
    }
    return false;
  }

  private List<BaseRuntimeElementDefinition<?>> below(
      List<BaseRuntimeElementDefinition<?>> types, String name) {
    List<BaseRuntimeElementDefinition<?>> found = new ArrayList<>();
    for (BaseRuntimeElementDefinition<?> type : types) {
      @Nullable BaseRuntimeChildDefinition child = ElementModel.child(type, name);
      if (child != null) {
        found.addAll(model.types(child));
      }
    }
    return found;
  }
}
