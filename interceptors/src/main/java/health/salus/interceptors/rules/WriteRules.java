package health.salus.interceptors.rules;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.jpa.searchparam.extractor.PathAndRef;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import health.salus.interceptors.auth.AccessFilter;
import health.salus.interceptors.auth.AccessRules;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.InsufficientScope;
import health.salus.interceptors.auth.Interaction;
import health.salus.interceptors.auth.Visibility;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;

/**
 * Restricts the resources that a caller may store: a resource stays inside the records and codes
 * that the caller may write, before and after the change, and refers to nothing that the caller
 * could not know of. A reference to what is hidden is answered as a reference to nothing.
 */
@Interceptor
public final class WriteRules {
  private static final String MADE = WriteRules.class.getName() + ".made";

  private final AccessRules rules;
  private final ResourceMatch match;
  private final Visibility visibility;
  private final ISearchParamExtractor extractor;
  private final FhirContext fhirContext;

  public WriteRules(
      AccessRules rules,
      ResourceMatch match,
      Visibility visibility,
      ISearchParamExtractor extractor,
      FhirContext fhirContext) {
    this.rules = rules;
    this.match = match;
    this.visibility = visibility;
    this.extractor = extractor;
    this.fhirContext = fhirContext;
  }

  /** A new resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void created(
      IBaseResource resource, @Nullable RequestDetails request, TransactionDetails transaction) {
    made(transaction).add(type(resource) + "/" + resource.getIdElement().getIdPart());
    Callers.of(request)
        .ifPresent(
            caller -> {
              boolean posted = request != null && request.getRequestType() == RequestTypeEnum.POST;
              Interaction needed = posted ? Interaction.CREATE : Interaction.UPDATE;
              require(rules.scope(caller, type(resource), needed), resource, needed);
              references(caller, resource, made(transaction));
            });
  }

  /** A changed resource: visible before, and within the scopes afterwards. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void updated(
      IBaseResource before,
      IBaseResource after,
      @Nullable RequestDetails request,
      TransactionDetails transaction) {
    Callers.of(request)
        .ifPresent(
            caller -> {
              Interaction update = Interaction.UPDATE;
              require(rules.filter(caller, type(before), update), before, update);
              require(rules.scope(caller, type(after), update), after, update);
              Set<String> known = new HashSet<>(made(transaction));
              known.addAll(named(before));
              references(caller, after, known);
            });
  }

  /** A deleted resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED)
  public void deleted(IBaseResource resource, @Nullable RequestDetails request) {
    Interaction delete = Interaction.DELETE;
    Callers.of(request)
        .ifPresent(
            caller -> require(rules.filter(caller, type(resource), delete), resource, delete));
  }

  private void require(AccessFilter filter, IBaseResource resource, Interaction interaction) {
    if (filter.isNothing()) {
      throw InsufficientScope.on(type(resource), interaction);
    }
    if (!match.satisfies(resource, filter)) {
      throw InsufficientScope.because(
          "This %s is outside of the records or codes that the access token allows to write"
              .formatted(type(resource)));
    }
  }

  private String type(IBaseResource resource) {
    return fhirContext.getResourceType(resource);
  }

  /** Addresses of what this transaction has created; it may refer to that before it is visible. */
  private static Set<String> made(TransactionDetails transaction) {
    return transaction.getOrCreateUserData(MADE, HashSet::new);
  }

  private void references(Caller caller, IBaseResource resource, Collection<String> known) {
    for (PathAndRef reference : extractor.extractResourceLinks(resource, false)) {
      @Nullable IIdType target =
          reference.getRef() == null ? null : reference.getRef().getReferenceElement();
      if (target == null
          || !target.hasResourceType()
          || !target.hasIdPart()
          || target.getValue().indexOf('?') >= 0) {
        continue; // contained, by search, or to another entry of the bundle
      }
      String address = target.toUnqualifiedVersionless().getValue();
      AccessFilter filter = rules.referable(caller, target.getResourceType());
      if (!filter.isEverything()
          && !known.contains(address)
          && !visibility.visible(filter, target.getResourceType(), target.getIdPart())) {
        throw new InvalidRequestException(
            "Resource %s not found, specified in path: %s"
                .formatted(address, element(reference.getPath())));
      }
    }
  }

  /** Several search parameters have the same element, some with a condition, in no order. */
  private static String element(String path) {
    int condition = path.indexOf(".where(");
    return condition < 0 ? path : path.substring(0, condition);
  }

  private Set<String> named(IBaseResource resource) {
    return extractor.extractResourceLinks(resource, false).stream()
        .filter(link -> link.getRef() != null && link.getRef().getReferenceElement().hasIdPart())
        .map(link -> link.getRef().getReferenceElement().toUnqualifiedVersionless().getValue())
        .collect(Collectors.toSet());
  }
}
