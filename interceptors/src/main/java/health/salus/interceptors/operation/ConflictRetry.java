package health.salus.interceptors.operation;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.model.ResourceVersionConflictResolutionStrategy;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a write that collided with another, unless the client asked for a certain version with
 * {@code If-Match}: two clients that write without a condition have both the right to succeed. What
 * {@code $validate} finds is no collision: it stores nothing, and the same again would be found. A
 * deletion mostly fails because something refers to the resource, which waiting does not change.
 */
@Interceptor
public final class ConflictRetry {
  private static final int MAX_RETRIES = 20;
  private static final int MAX_RETRIES_OF_DELETE = 2;

  /** A hook of the storage's registry. */
  @Hook(Pointcut.STORAGE_VERSION_CONFLICT)
  public ResourceVersionConflictResolutionStrategy check(@Nullable RequestDetails request) {
    ResourceVersionConflictResolutionStrategy strategy =
        new ResourceVersionConflictResolutionStrategy();
    strategy.setRetry(request == null || mayRepeat(request));
    boolean deletes = request != null && request.getRequestType() == RequestTypeEnum.DELETE;
    strategy.setMaxRetries(deletes ? MAX_RETRIES_OF_DELETE : MAX_RETRIES);
    return strategy;
  }

  private static boolean mayRepeat(RequestDetails request) {
    return request.getHeader("If-Match") == null && !"$validate".equals(request.getOperation());
  }
}
