package health.salus.ml.view;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.exceptions.PathEngineException;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.fhirpath.FHIRPathUtilityClasses.FunctionDetails;
import org.hl7.fhir.r4.fhirpath.IHostApplicationServices;
import org.hl7.fhir.r4.fhirpath.TypeDetails;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.utilities.fhirpath.FHIRPathConstantEvaluationMode;
import org.jspecify.annotations.Nullable;

/** Constants, {@code %rowIndex} and the two key functions. A reference is never followed. */
final class ViewHostServices implements IHostApplicationServices {
  private static final String RESOURCE_KEY = "getResourceKey";
  private static final String REFERENCE_KEY = "getReferenceKey";

  @Override
  public List<Base> resolveConstant(
      FHIRPathEngine engine, Object scope, String name, FHIRPathConstantEvaluationMode mode) {
    if (mode != FHIRPathConstantEvaluationMode.EXPLICIT || !(scope instanceof Scope view)) {
      return List.of();
    }
    String plain = name.startsWith("%") ? name.substring(1) : name;
    if (plain.equals("rowIndex")) {
      return List.of(new IntegerType(view.rowIndex()));
    }
    Base constant = view.constants().get(plain);
    if (constant == null) {
      throw new PathEngineException("unknown constant %" + plain);
    }
    return List.of(constant);
  }

  @Override
  public @Nullable TypeDetails resolveConstantType(
      FHIRPathEngine engine, Object scope, String name, FHIRPathConstantEvaluationMode mode) {
    return null;
  }

  @Override
  public boolean log(String argument, List<Base> focus) {
    return false;
  }

  @Override
  public @Nullable FunctionDetails resolveFunction(FHIRPathEngine engine, String name) {
    return switch (name) {
      case RESOURCE_KEY -> new FunctionDetails("key of a resource", 0, 0);
      case REFERENCE_KEY -> new FunctionDetails("key of a reference's target", 0, 1);
      default -> null;
    };
  }

  @Override
  public @Nullable TypeDetails checkFunction(
      FHIRPathEngine engine,
      Object scope,
      String name,
      TypeDetails focus,
      List<TypeDetails> parameters) {
    return null;
  }

  @Override
  public List<Base> executeFunction(
      FHIRPathEngine engine,
      Object scope,
      List<Base> focus,
      String name,
      List<List<Base>> parameters) {
    Optional<String> type =
        parameters.stream()
            .flatMap(List::stream)
            .map(Base::primitiveValue)
            .map(qualified -> qualified.substring(qualified.lastIndexOf('.') + 1))
            .findFirst();
    return focus.stream()
        .map(element -> name.equals(RESOURCE_KEY) ? resourceKey(element) : target(element, type))
        .flatMap(Optional::stream)
        .<Base>map(StringType::new)
        .toList();
  }

  private static Optional<String> resourceKey(Base element) {
    return element instanceof Resource resource
        ? Optional.of(resource.fhirType() + "/" + resource.getIdElement().getIdPart())
        : Optional.empty();
  }

  private static Optional<String> target(Base element, Optional<String> type) {
    if (!(element instanceof Reference reference) || !reference.hasReference()) {
      return Optional.empty();
    }
    var id = reference.getReferenceElement();
    if (type.isPresent() && !type.get().equals(id.getResourceType())) {
      return Optional.empty();
    }
    return Optional.of(id.getResourceType() + "/" + id.getIdPart());
  }

  @Override
  public @Nullable Base resolveReference(
      FHIRPathEngine engine, Object scope, String url, Base source) {
    return null;
  }

  @Override
  public boolean conformsToProfile(FHIRPathEngine engine, Object scope, Base item, String url) {
    return false;
  }

  @Override
  public @Nullable ValueSet resolveValueSet(FHIRPathEngine engine, Object scope, String url) {
    return null;
  }

  @Override
  public boolean paramIsType(String name, int index) {
    return name.equals(REFERENCE_KEY);
  }
}
