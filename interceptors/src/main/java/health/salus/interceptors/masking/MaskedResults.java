package health.salus.interceptors.masking;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.ReadRights;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Shows each result of a read as its caller may see it, also to the server's own code that reads
 * with the rights of a caller. HAPI stores what such a hook leaves during a write, so answers to
 * writes are left to {@link MaskedAnswers}.
 */
@Interceptor
public final class MaskedResults {
  private final MaskingPolicy policy;
  private final MaskedView views;

  public MaskedResults(MaskingPolicy policy, MaskedView views) {
    this.policy = policy;
    this.views = views;
  }

  /** Exchanges what is about to be shown. */
  @Hook(Pointcut.STORAGE_PRESHOW_RESOURCES)
  public void show(@Nullable RequestDetails request, IPreResourceShowDetails details) {
    Masks masks = policy.of(Callers.of(request));
    if (masks.isEmpty() || !ReadRights.isRead(request)) {
      return;
    }
    for (int i = 0; i < details.size(); i++) {
      if (details.getResource(i) instanceof Resource resource) {
        Resource view = views.of(masks, resource);
        if (view != resource) {
          details.setResource(i, view);
        }
      }
    }
  }
}
