package health.salus.interceptors.rules;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.interceptors.auth.AccessRules;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.Interaction;
import health.salus.interceptors.auth.NarrowedSearch;
import health.salus.interceptors.auth.ReadRights;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * The second lock: whatever the storage is about to show is checked against the rights of the
 * caller. Results of a search were narrowed by its SQL; included resources, the record of {@code
 * $everything} and old versions were not. Answers to writes are no reads and are left alone,
 * because HAPI stores what these hooks leave.
 */
@Interceptor
public final class ResultRules {

  private final AccessRules rules;
  private final ResourceMatch match;
  private final FhirContext fhirContext;

  public ResultRules(AccessRules rules, ResourceMatch match, FhirContext fhirContext) {
    this.rules = rules;
    this.match = match;
    this.fhirContext = fhirContext;
  }

  /** Hides what may not be seen before it counts as a result. */
  @Hook(Pointcut.STORAGE_PREACCESS_RESOURCES)
  public void hide(@Nullable RequestDetails request, IPreResourceAccessDetails details) {
    Optional<Caller> caller = Callers.of(request);
    Set<Interaction> needed = ReadRights.neededFor(request);
    if (caller.isEmpty() || request == null || needed.isEmpty()) {
      return;
    }
    if (needed != ReadRights.READ && NarrowedSearch.take(request)) {
      return; // its SQL has decided
    }
    if (needed.stream().anyMatch(one -> rules.everything(caller.get(), one))) {
      return;
    }
    for (int i = 0; i < details.size(); i++) {
      @Nullable IBaseResource resource = resource(details, i);
      if (resource == null || !allowed(caller.get(), resource, needed)) {
        details.setDontReturnResourceAtIndex(i);
      }
    }
  }

  /** Takes out what may not be shown. */
  @Hook(Pointcut.STORAGE_PRESHOW_RESOURCES)
  public void show(@Nullable RequestDetails request, IPreResourceShowDetails details) {
    Optional<Caller> caller = Callers.of(request);
    Set<Interaction> needed = ReadRights.neededFor(request);
    if (caller.isEmpty()
        || needed.isEmpty()
        || needed.stream().anyMatch(one -> rules.everything(caller.get(), one))) {
      return;
    }
    for (int i = 0; i < details.size(); i++) {
      @Nullable IBaseResource resource = details.getResource(i);
      if (resource != null && !allowed(caller.get(), resource, needed)) {
        details.setResource(i, null);
      }
    }
  }

  private boolean allowed(Caller caller, IBaseResource resource, Set<Interaction> needed) {
    String type = fhirContext.getResourceType(resource);
    return needed.stream()
        .anyMatch(one -> match.satisfies(resource, rules.filter(caller, type, one)));
  }

  /** A resource that cannot be loaded shifts those behind it in HAPI's list, so all are hidden. */
  private static @Nullable IBaseResource resource(IPreResourceAccessDetails details, int index) {
    try {
      details.getResource(details.size() - 1);
      return details.getResource(index);
    } catch (IndexOutOfBoundsException e) {
      return null;
    }
  }
}
