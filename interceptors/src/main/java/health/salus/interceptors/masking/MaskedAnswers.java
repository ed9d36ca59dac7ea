package health.salus.interceptors.masking;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import health.salus.interceptors.auth.Callers;
import java.util.EnumSet;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;

/**
 * The last look at an answer before it is written: answers to writes, and what operations made of
 * data, are masked as reads are.
 */
@Interceptor
public final class MaskedAnswers {
  /** Whose answer, if it is a bundle, is one that is stored. */
  private static final Set<RestOperationTypeEnum> OF_ONE =
      EnumSet.of(
          RestOperationTypeEnum.READ,
          RestOperationTypeEnum.VREAD,
          RestOperationTypeEnum.CREATE,
          RestOperationTypeEnum.UPDATE,
          RestOperationTypeEnum.PATCH);

  private final MaskingPolicy policy;
  private final MaskedView views;

  public MaskedAnswers(MaskingPolicy policy, MaskedView views) {
    this.policy = policy;
    this.views = views;
  }

  /** Refuses to validate what is stored: the messages would quote it. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void check(RequestDetails request, RestOperationTypeEnum type) {
    if (type == RestOperationTypeEnum.METADATA) {
      return;
    }
    boolean ofStored =
        "$validate".equals(request.getOperation())
            && request.getId() != null
            && request.getId().hasIdPart();
    if (ofStored
        && policy.of(Callers.of(request)).concern(String.valueOf(request.getResourceName()))) {
      throw MaskRefusal.look();
    }
  }

  /** Masks what was not masked when it was read. */
  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public void mask(RequestDetails request, ResponseDetails response) {
    if (request.getRestOperationType() == RestOperationTypeEnum.METADATA
        || !(response.getResponseResource() instanceof Resource resource)) {
      return;
    }
    Masks masks = policy.of(Callers.of(request));
    if (masks.isEmpty()) {
      return;
    }
    if (resource instanceof Bundle bundle && !OF_ONE.contains(request.getRestOperationType())) {
      views.exchangeEntries(masks, bundle);
      return;
    }
    Resource view = views.of(masks, resource);
    if (view != resource) {
      response.setResponseResource(view);
    }
  }
}
