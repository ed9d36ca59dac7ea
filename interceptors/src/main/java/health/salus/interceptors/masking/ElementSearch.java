package health.salus.interceptors.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import health.salus.interceptors.masking.ElementPath.Condition;
import health.salus.interceptors.masking.ElementPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Finds the elements of a resource that a path means. Thread-safe. */
final class ElementSearch {
  private final ElementModel model;

  ElementSearch(ElementModel model) {
    this.model = model;
  }

  List<Occurrence> find(Resource resource, ElementPath path) {
    List<Occurrence> found = new ArrayList<>();
    if (path.descendantsOfType().isEmpty()) {
      follow(resource, path.steps(), found);
      return found;
    }
    String type = path.descendantsOfType().get();
    visit(
        resource,
        element -> {
          if (element.value().fhirType().equals(type)) {
            below(element, path, found);
          }
        });
    return found;
  }

  /** What a path means that begins at a descendant such as this one. */
  void below(Occurrence element, ElementPath path, List<Occurrence> found) {
    if (path.steps().isEmpty()) {
      found.add(element);
    } else {
      follow(element.value(), path.steps(), found);
    }
  }

  /** Elements below another one, such as an identifier in a reference. */
  void follow(Base parent, List<Step> steps, List<Occurrence> found) {
    Step step = steps.get(0);
    @Nullable BaseRuntimeChildDefinition child =
        ElementModel.child(model.definition(parent), step.name());
    if (child == null) {
      return;
    }
    for (IBase each : child.getAccessor().getValues(parent)) {
      if (each instanceof Base value && !value.isEmpty() && meant(value, step)) {
        if (steps.size() == 1) {
          found.add(new Occurrence(parent, child, value));
        } else {
          follow(value, steps.subList(1, steps.size()), found);
        }
      }
    }
  }

  private boolean meant(Base value, Step step) {
    return step.ofType().map(type -> value.fhirType().equals(type)).orElse(true)
        && step.conditions().stream().allMatch(condition -> holds(value, condition));
  }

  private boolean holds(Base value, Condition condition) {
    @Nullable BaseRuntimeChildDefinition child =
        ElementModel.child(model.definition(value), condition.child());
    if (child == null) {
      return false;
    }
    List<IBase> texts = child.getAccessor().getValues(value);
    return !texts.isEmpty()
        && texts.stream()
            .allMatch(
                text -> {
                  @Nullable String actual = ((Base) text).primitiveValue();
                  return actual != null && actual.equals(condition.text()) == condition.equal();
                });
  }

  /** Shows every element below a resource, down to the extensions of texts and dates. */
  void visit(Base parent, Consumer<Occurrence> visitor) {
    for (BaseRuntimeChildDefinition child : ElementModel.children(model.definition(parent))) {
      boolean fixed =
          parent instanceof IBaseResource && ElementModel.FIXED.contains(ElementModel.name(child));
      if (!fixed) {
        child
            .getAccessor()
            .getValues(parent)
            .forEach(value -> visit(parent, child, value, visitor));
      }
    }
  }

  private void visit(
      Base parent, BaseRuntimeChildDefinition child, IBase element, Consumer<Occurrence> visitor) {
    if (!(element instanceof Base value) || value instanceof IBaseResource || value.isEmpty()) {
      return;
    }
    visitor.accept(new Occurrence(parent, child, value));
    if (value instanceof PrimitiveType<?> primitive) {
      BaseRuntimeChildDefinition extensions = extensions();
      for (Extension extension : ((Element) primitive).getExtension()) {
        visit(primitive, extensions, extension, visitor);
      }
    } else {
      visit(value, visitor);
    }
  }

  /** Primitive types have no children in HAPI's model, but an Element's field does for them too. */
  private BaseRuntimeChildDefinition extensions() {
    @Nullable BaseRuntimeChildDefinition child =
        ElementModel.child(model.fhirContext().getElementDefinition(Extension.class), "extension");
    if (child == null) {
      throw new IllegalStateException("An element has extensions in R4");
    }
    return child;
  }
}
