package health.salus.terminology;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.FilterOperator;
import org.jspecify.annotations.Nullable;

/**
 * Refuses value sets that filter by a regular expression. Java's regular expressions have no time
 * limit, so a single request could hold a thread for ever.
 */
@Interceptor
public final class RegexFilterGuard {

  /** Checks the resources of a request, at any depth. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void checkRequest(RequestDetails request) {
    @Nullable IBaseResource body = request.getResource();
    if (body instanceof Resource resource) {
      check(resource);
    }
  }

  /** Checks the resource that will be stored, because a patch carries no resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void checkCreated(IBaseResource resource) {
    if (resource instanceof Resource stored) {
      check(stored);
    }
  }

  /** The same check for an update; the hook passes the old and the new resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void checkUpdated(IBaseResource before, IBaseResource after) {
    if (after instanceof Resource stored) {
      check(stored);
    }
  }

  private static void check(Resource resource) {
    if (valueSets(resource).anyMatch(RegexFilterGuard::filtersByRegex)) {
      throw new UnprocessableEntityException(
          "A value set that filters by a regular expression is not accepted; list the codes instead");
    }
  }

  private static Stream<ValueSet> valueSets(@Nullable Resource resource) {
    Stream<ValueSet> itself =
        resource instanceof ValueSet valueSet ? Stream.of(valueSet) : Stream.empty();
    return Stream.concat(itself, children(resource).flatMap(RegexFilterGuard::valueSets));
  }

  private static Stream<Resource> children(@Nullable Resource resource) {
    if (resource instanceof Bundle bundle) {
      return bundle.getEntry().stream().map(Bundle.BundleEntryComponent::getResource);
    }
    if (resource instanceof Parameters parameters) {
      return parameters.getParameter().stream().flatMap(RegexFilterGuard::resources);
    }
    return resource instanceof DomainResource domain
        ? domain.getContained().stream()
        : Stream.empty();
  }

  private static Stream<Resource> resources(Parameters.ParametersParameterComponent parameter) {
    return Stream.concat(
        Stream.ofNullable(parameter.getResource()),
        parameter.getPart().stream().flatMap(RegexFilterGuard::resources));
  }

  private static boolean filtersByRegex(ValueSet valueSet) {
    ValueSet.ValueSetComposeComponent compose = valueSet.getCompose();
    return Stream.concat(compose.getInclude().stream(), compose.getExclude().stream())
        .flatMap(set -> set.getFilter().stream())
        .anyMatch(filter -> filter.getOp() == FilterOperator.REGEX);
  }
}
