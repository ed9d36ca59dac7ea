package health.salus.storage.sealing;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.PrePatchDetails;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import health.salus.storage.body.Loss;
import health.salus.storage.body.Tombstone;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * Keeps unreadable bodies from being taken for data. A read by id fails with the reason, and no
 * operation of the server, such as a prediction, goes on without the resource. Only pages show
 * tombstones, so that one loss costs one entry. Runs after the hooks that hide resources.
 */
@Interceptor
public final class LostBodies {
  private static final Set<RestOperationTypeEnum> OF_ONE =
      EnumSet.of(RestOperationTypeEnum.READ, RestOperationTypeEnum.VREAD);

  /** Something is about to be shown. */
  @Hook(Pointcut.STORAGE_PRESHOW_RESOURCES)
  public void show(@Nullable RequestDetails request, IPreResourceShowDetails details) {
    boolean ofOne =
        request instanceof SystemRequestDetails
            || (request != null && OF_ONE.contains(request.getRestOperationType()));
    for (int i = 0; ofOne && i < details.size(); i++) {
      refuse(details.getResource(i));
    }
  }

  /** A patch would be applied to nothing. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_PREPATCH)
  public void patch(PrePatchDetails details) {
    refuse(details.getResource());
  }

  private static void refuse(@Nullable IBaseResource resource) {
    Optional<Loss> loss = resource == null ? Optional.empty() : Tombstone.loss(resource);
    if (loss.isPresent()) {
      throw refusal(loss.get());
    }
  }

  private static BaseServerResponseException refusal(Loss loss) {
    if (loss == Loss.KEY_GONE) {
      String text = "The key of this resource was destroyed, so nobody can read it any more";
      return new ResourceGoneException(
          text, Outcomes.of(IssueType.DELETED, ErrorCode.RESOURCE_FORGOTTEN, text));
    }
    String text =
        "What is stored of this resource is not what was sealed; have the security officer look at"
            + " the log and restore it from a backup";
    return new UnclassifiedServerFailureException(
        500, text, Outcomes.of(IssueType.EXCEPTION, ErrorCode.RESOURCE_DAMAGED, text));
  }
}
