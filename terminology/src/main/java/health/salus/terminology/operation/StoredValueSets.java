package health.salus.terminology.operation;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;

/**
 * Refuses to store value sets that filter by a regular expression, whichever way they arrive: a
 * patch carries no resource that {@link RegexFilterGuard} could see.
 */
@Interceptor
public final class StoredValueSets {
  /** Looks at a new resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void checkCreated(IBaseResource resource) {
    if (resource instanceof Resource stored) {
      RegexFilterGuard.check(stored);
    }
  }

  /** Looks at a changed resource; the hook hands over the old and the new one. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void checkUpdated(IBaseResource before, IBaseResource after) {
    checkCreated(after);
  }
}
