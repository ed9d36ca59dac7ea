package health.salus.interceptors.operation;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.OperationMethodBinding;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import java.util.EnumSet;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * Switches off every operation that is not listed. A method of a provider that is not on the list
 * is never bound, so it neither answers nor stands in the CapabilityStatement; the check before
 * each request is the second lock, and holds for the entries of a bundle too.
 */
@Interceptor
public final class OperationAllowList {
  private static final Set<RestOperationTypeEnum> INTERACTIONS =
      EnumSet.of(
          RestOperationTypeEnum.METADATA,
          RestOperationTypeEnum.READ,
          RestOperationTypeEnum.VREAD,
          RestOperationTypeEnum.CREATE,
          RestOperationTypeEnum.UPDATE,
          RestOperationTypeEnum.PATCH,
          RestOperationTypeEnum.DELETE,
          RestOperationTypeEnum.HISTORY_INSTANCE,
          RestOperationTypeEnum.HISTORY_TYPE,
          RestOperationTypeEnum.HISTORY_SYSTEM,
          RestOperationTypeEnum.SEARCH_TYPE,
          RestOperationTypeEnum.SEARCH_SYSTEM,
          RestOperationTypeEnum.TRANSACTION,
          RestOperationTypeEnum.VALIDATE);
  private static final Set<RestOperationTypeEnum> OPERATIONS =
      EnumSet.of(
          RestOperationTypeEnum.EXTENDED_OPERATION_SERVER,
          RestOperationTypeEnum.EXTENDED_OPERATION_TYPE,
          RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE);

  private final Set<String> operations;
  private final Set<String> replaced;

  /**
   * Allows the ordinary interactions and these operations.
   *
   * @param operations names with their {@code $}
   * @param replaced names of HAPI's provider methods that stay unbound, because ours stand in for
   *     them
   */
  public OperationAllowList(Set<String> operations, Set<String> replaced) {
    this.operations = Set.copyOf(operations);
    this.replaced = Set.copyOf(replaced);
  }

  /** Leaves unlisted methods unbound. */
  @Hook(Pointcut.SERVER_PROVIDER_METHOD_BOUND)
  public @Nullable BaseMethodBinding bound(BaseMethodBinding binding) {
    if (replaced.contains(binding.getMethod().getName())) {
      return null;
    }
    if (binding instanceof OperationMethodBinding operation) {
      return operations.contains(operation.getName()) ? binding : null;
    }
    @Nullable RestOperationTypeEnum type = binding.getRestOperationType();
    if (type == RestOperationTypeEnum.VALIDATE) {
      return operations.contains("$validate") ? binding : null;
    }
    return type != null && INTERACTIONS.contains(type) ? binding : null;
  }

  /** Refuses what is not listed, entry by entry. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void check(RequestDetails request, RestOperationTypeEnum type) {
    if (INTERACTIONS.contains(type) && !String.valueOf(request.getOperation()).startsWith("$")) {
      return;
    }
    String name = String.valueOf(request.getOperation());
    if ((OPERATIONS.contains(type) || type == RestOperationTypeEnum.VALIDATE)
        && operations.contains(name)) {
      return;
    }
    throw new ResourceNotFoundException(
        "This operation is not offered here",
        Outcomes.of(
            IssueType.NOTSUPPORTED,
            ErrorCode.OPERATION_NOT_OFFERED,
            "This operation is not offered here; the CapabilityStatement at /metadata lists what is."));
  }
}
