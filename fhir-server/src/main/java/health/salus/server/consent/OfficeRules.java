package health.salus.server.consent;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.InsufficientScope;
import health.salus.interceptors.consent.Combining;
import health.salus.interceptors.consent.ConsentTable;
import health.salus.interceptors.consent.Fault;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Restricts writes of resources that decide about access: consents, and the search parameters on
 * which rights depend. An active consent that cannot be understood is not stored, because it would
 * close the patient's record.
 */
@Interceptor
public final class OfficeRules {
  private final Map<String, Set<String>> writers;

  /**
   * Rules for these types.
   *
   * @param writers resource type to the roles of which one is needed to write it
   */
  OfficeRules(Map<String, Set<String>> writers) {
    this.writers = Map.copyOf(writers);
  }

  /** The rules of a deployment. */
  public static OfficeRules of(ConsentConfig config) {
    return new OfficeRules(
        Map.of(
            "Consent", config.recorderRoles(),
            "PractitionerRole", Set.of(Caller.ADMINISTRATOR, Caller.SERVICE),
            "SearchParameter", Set.of(Caller.ADMINISTRATOR)));
  }

  /** A new resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void created(IBaseResource resource, @Nullable RequestDetails request) {
    check((Resource) resource, request);
    understood(resource);
  }

  /** A changed resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void updated(IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
    check((Resource) after, request);
    understood(after);
  }

  /** A deleted resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED)
  public void deleted(IBaseResource resource, @Nullable RequestDetails request) {
    check((Resource) resource, request);
  }

  private void check(Resource resource, @Nullable RequestDetails request) {
    @Nullable Set<String> roles = writers.get(resource.fhirType());
    if (roles == null) {
      return;
    }
    boolean allowed =
        Callers.of(request)
            .map(Caller::roles)
            .map(own -> !Collections.disjoint(own, roles))
            .orElse(true);
    if (!allowed) {
      throw InsufficientScope.because(
          "A %s is written by the roles %s only"
              .formatted(resource.fhirType(), roles.stream().sorted().toList()));
    }
  }

  private static void understood(IBaseResource resource) {
    if (!(resource instanceof Consent consent)) {
      return;
    }
    List<Fault> faults =
        ConsentTable.compile("", List.of(consent), Combining.DENY_OVERRIDES).faults();
    if (faults.isEmpty()) {
      return;
    }
    OperationOutcome outcome = new OperationOutcome();
    for (Fault fault : faults) {
      Outcomes.add(
              outcome,
              IssueType.BUSINESSRULE,
              ErrorCode.CONSENT_INVALID,
              "A consent in force must be understood without doubt: %s at %s"
                  .formatted(fault.code(), fault.path()))
          .addExpression(fault.path());
    }
    throw new UnprocessableEntityException("The consent cannot be understood", outcome);
  }
}
