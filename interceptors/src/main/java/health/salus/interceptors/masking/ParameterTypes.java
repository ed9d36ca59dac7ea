package health.salus.interceptors.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import health.salus.interceptors.masking.IndexedElements.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which data types a search parameter looks at, read from its expression. Thread-safe. */
public final class ParameterTypes {
  private final ElementModel model;

  public ParameterTypes(FhirContext fhirContext) {
    this.model = new ElementModel(fhirContext);
  }

  /** The names of the types in a resource type; empty if they cannot be told. */
  public Set<String> of(RuntimeSearchParam parameter, String resourceType) {
    Set<String> names = new TreeSet<>();
    List<Place> places = IndexedElements.of(parameter, resourceType);
    for (Place place : places) {
      Set<String> found = of(place, resourceType);
      if (found.isEmpty()) {
        return Set.of();
      }
      names.addAll(found);
    }
    return names;
  }

  private Set<String> of(Place place, String resourceType) {
    List<BaseRuntimeElementDefinition<?>> ends =
        List.of(model.definition(resourceType).orElseThrow());
    for (String name : place.path()) {
      List<BaseRuntimeElementDefinition<?>> next = new ArrayList<>();
      for (BaseRuntimeElementDefinition<?> end : ends) {
        @Nullable BaseRuntimeChildDefinition child = ElementModel.child(end, name);
        if (child != null) {
          next.addAll(model.types(child));
        }
      }
      ends = next;
    }
    Set<String> names = new TreeSet<>();
    ends.forEach(end -> names.add(end.getName()));
    place.type().ifPresent(type -> names.removeIf(name -> !name.equals(type)));
    return names;
  }
}
