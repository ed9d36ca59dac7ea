package health.salus.server.access;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import health.salus.interceptors.auth.AccessRules;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.Interaction;
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
  private static final Set<Interaction> READ = Set.of(Interaction.READ);
  private static final Set<Interaction> SEARCH = Set.of(Interaction.SEARCH);
  private static final Set<Interaction> BOTH = Set.of(Interaction.READ, Interaction.SEARCH);

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
    Set<Interaction> needed = needed(request);
    if (caller.isEmpty() || request == null || needed.isEmpty()) {
      return;
    }
    if (needed != READ && SearchNarrowing.wasNarrowed(request)) {
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
    Set<Interaction> needed = needed(request);
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

  /** Whether a request reads, so that what is shown to it is not what is stored. */
  static boolean isRead(@Nullable RequestDetails request) {
    return !needed(request).isEmpty();
  }

  /** Which of these rights is enough to see a result; none for an answer to a write. */
  private static Set<Interaction> needed(@Nullable RequestDetails request) {
    if (request instanceof SystemRequestDetails) {
      return BOTH; // the server's own code with the rights of a caller
    }
    @Nullable RestOperationTypeEnum type = request == null ? null : request.getRestOperationType();
    if (type == null) {
      return Set.of();
    }
    return switch (type) {
      case READ, VREAD, HISTORY_INSTANCE -> READ;
      case SEARCH_TYPE, SEARCH_SYSTEM, HISTORY_TYPE, HISTORY_SYSTEM, GET_PAGE -> SEARCH;
      case EXTENDED_OPERATION_SERVER, EXTENDED_OPERATION_TYPE, EXTENDED_OPERATION_INSTANCE -> BOTH;
      default -> Set.of();
    };
  }
}
