package health.salus.interceptors.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The elements of the FHIR R4 model: their children and their types. Thread-safe. */
final class ElementModel {
  /** Elements that the server needs for every response; no rule may name them. */
  static final Set<String> FIXED = Set.of("id", "meta", "implicitRules", "contained");

  private static final Set<String> EXTENSIONS = Set.of("extension", "modifierExtension");

  private final FhirContext fhirContext;

  ElementModel(FhirContext fhirContext) {
    this.fhirContext = fhirContext;
  }

  Set<String> resourceTypes() {
    return fhirContext.getResourceTypes();
  }

  FhirContext fhirContext() {
    return fhirContext;
  }

  /** The definition of a resource type or data type; empty if there is none of this name. */
  Optional<BaseRuntimeElementDefinition<?>> definition(String type) {
    if (fhirContext.getResourceTypes().contains(type)) {
      return Optional.of(fhirContext.getResourceDefinition(type));
    }
    try {
      @Nullable BaseRuntimeElementDefinition<?> found = fhirContext.getElementDefinition(type);
      return found == null || !found.getName().equals(type) ? Optional.empty() : Optional.of(found);
    } catch (DataFormatException e) {
      return Optional.empty();
    }
  }

  BaseRuntimeElementDefinition<?> definition(IBase element) {
    return element instanceof IBaseResource resource
        ? fhirContext.getResourceDefinition(resource)
        : fhirContext.getElementDefinition(element.getClass());
  }

  /** A child by its name; a choice by its name without a type, or with one. */
  static @Nullable BaseRuntimeChildDefinition child(
      BaseRuntimeElementDefinition<?> parent, String name) {
    if (!(parent instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
      return null;
    }
    @Nullable BaseRuntimeChildDefinition exact = composite.getChildByName(name);
    return exact == null ? composite.getChildByName(name + "[x]") : exact;
  }

  static List<BaseRuntimeChildDefinition> children(BaseRuntimeElementDefinition<?> parent) {
    return parent instanceof BaseRuntimeElementCompositeDefinition<?> composite
        ? composite.getChildren()
        : List.of();
  }

  /** The name of a child as a path has it. */
  static String name(BaseRuntimeChildDefinition child) {
    String name = child.getElementName();
    return name.endsWith("[x]") ? name.substring(0, name.length() - "[x]".length()) : name;
  }

  /** The types that a child may have; of a resource inside none. */
  List<BaseRuntimeElementDefinition<?>> types(BaseRuntimeChildDefinition child) {
    if (EXTENSIONS.contains(child.getElementName())) { // HAPI's model does not list their type
      return List.of(fhirContext.getElementDefinition(Extension.class));
    }
    List<BaseRuntimeElementDefinition<?>> types = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : child.getValidChildNames()) {
      @Nullable BaseRuntimeElementDefinition<?> type = child.getChildByName(name);
      if (type != null
          && !IBaseResource.class.isAssignableFrom(type.getImplementingClass())
          && seen.add(type.getName())) {
        types.add(type);
      }
    }
    return types;
  }

  /** Whether elements of a data type stand somewhere below an element of another one. */
  boolean holds(BaseRuntimeElementDefinition<?> parent, String type, Set<String> seen) {
    if (!seen.add(parent.getName())) {
      return false;
    }
    for (BaseRuntimeChildDefinition child : children(parent)) {
      if (EXTENSIONS.contains(name(child))) {
        continue; // may hold everything, and is no part of what is searched
      }
      for (BaseRuntimeElementDefinition<?> each : types(child)) {
        if (each.getName().equals(type) || holds(each, type, seen)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Takes everything out of an element. */
  void clear(Base element) {
    if (element instanceof PrimitiveType<?> primitive) {
      primitive.setValue(null);
      primitive.getExtension().clear();
    }
    for (BaseRuntimeChildDefinition child : children(definition(element))) {
      child.getMutator().setValue(element, null);
    }
    if (element instanceof Element any) {
      any.setId(null);
    }
  }
}
