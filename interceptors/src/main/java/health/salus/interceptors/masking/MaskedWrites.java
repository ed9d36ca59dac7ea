package health.salus.interceptors.masking;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.PrePatchDetails;
import ca.uhn.fhir.rest.api.PatchTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps masked elements out of the reach of writes: no patch finds them out, no update overwrites
 * them, and no copy that lacks something is stored as if it were whole.
 */
@Interceptor
public final class MaskedWrites {
  private static final String PATCHED = MaskedWrites.class.getName();

  private final MaskingPolicy policy;
  private final PutBack putBack;
  private final MaskedPatch patches;
  private final StoredBodies bodies;
  private final FhirContext fhirContext;

  public MaskedWrites(
      MaskingPolicy policy,
      PutBack putBack,
      MaskedPatch patches,
      StoredBodies bodies,
      FhirContext fhirContext) {
    this.bodies = bodies;
    this.policy = policy;
    this.putBack = putBack;
    this.patches = patches;
    this.fhirContext = fhirContext;
  }

  /** Forgets a patch that failed before it changed anything, so that nothing else passes for it. */
  public static void forgetPatch(RequestDetails request) {
    request.getUserData().remove(PATCHED);
  }

  /** A new resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void created(IBaseResource resource, @Nullable RequestDetails request) {
    if (Callers.of(request).isPresent() && resource instanceof Resource sent) {
      PutBack.checkNew(sent);
    }
  }

  /** A patch, before it is applied. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_PREPATCH)
  public void patching(PrePatchDetails details, @Nullable RequestDetails request) {
    Masks masks = policy.of(Callers.of(request));
    if (masks.isEmpty() || request == null) {
      return;
    }
    String type = fhirContext.getResourceType(details.getResource());
    if (masks.concern(type) && reveals(masks, type, details)) {
      throw MaskRefusal.look();
    }
    request.getUserData().put(PATCHED, address(details.getResource()));
  }

  private boolean reveals(Masks masks, String type, PrePatchDetails details) {
    if (details.getFhirPatchBody() instanceof Parameters parameters) {
      return patches.reveals(masks, type, parameters);
    }
    return details.getPatchType() != PatchTypeEnum.JSON_PATCH
        || patches.reveals(masks, type, details.getPatchBody());
  }

  /** A changed resource, or one that was deleted and comes back. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void updated(
      @Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
    Optional<Caller> caller = Callers.of(request);
    if (request == null || caller.isEmpty() || !(after instanceof Resource sent)) {
      return;
    }
    boolean patched = address(after).equals(request.getUserData().remove(PATCHED));
    if (!(before instanceof Resource stored)) {
      PutBack.checkNew(sent);
    } else if (bodies.isLost(stored) && policy.of(caller).concern(sent.fhirType())) {
      throw MaskRefusal.look(); // what is masked could not be put back
    } else if (putBack.restore(policy.of(caller), stored, sent, patched)) {
      bodies.forget(sent);
    }
  }

  private static String address(IBaseResource resource) {
    return resource.getIdElement().toUnqualifiedVersionless().getValue();
  }
}
