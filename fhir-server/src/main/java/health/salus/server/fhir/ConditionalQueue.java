package health.salus.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.Striped;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;
import org.jspecify.annotations.Nullable;

/**
 * Lets conditional writes with the same condition through one at a time on this node, before they
 * take a database connection. Without it, those that wait for the database's lock could hold every
 * connection of the pool, and the one that has the lock could not get a second.
 */
@Interceptor
public final class ConditionalQueue {
  private static final String HELD = ConditionalQueue.class.getName();
  private static final int STRIPES = 1024;

  private final Striped<Lock> stripes = Striped.lock(STRIPES);

  /** Waits until no other request with the same condition runs. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = Integer.MAX_VALUE)
  public void enter(ServletRequestDetails request) {
    if (request instanceof ServletSubRequestDetails
        || request.getRequestType() == RequestTypeEnum.GET
        || request.getUserData().containsKey(HELD)) {
      return;
    }
    // In an order of their own, so that two requests cannot wait for each other.
    List<Lock> locks = ImmutableList.copyOf(stripes.bulkGet(conditions(request).toList()));
    if (!locks.isEmpty()) {
      locks.forEach(Lock::lock);
      request.getUserData().put(HELD, locks);
    }
  }

  /** Runs at the end of every request, failed ones too, on the thread that entered. */
  @Hook(Pointcut.SERVER_PROCESSING_COMPLETED)
  @SuppressWarnings("unchecked") // only this class writes the entry
  public void leave(ServletRequestDetails request) {
    @Nullable List<Lock> held = (List<Lock>) request.getUserData().remove(HELD);
    if (held != null) {
      held.forEach(Lock::unlock);
    }
  }

  private static Stream<String> conditions(ServletRequestDetails request) {
    if (request.getResourceName() == null && request.getResource() instanceof Bundle bundle) {
      return bundle.getEntry().stream().flatMap(ConditionalQueue::condition);
    }
    @Nullable String ifNoneExist = request.getHeader("If-None-Exist");
    if (ifNoneExist != null) {
      return Stream.of(request.getResourceName() + query(ifNoneExist));
    }
    boolean conditional =
        request.getId() == null && request.getRequestType() != RequestTypeEnum.POST;
    @Nullable String url = request.getCompleteUrl();
    return conditional && url != null && url.indexOf('?') > 0
        ? Stream.of(request.getResourceName() + query(url))
        : Stream.empty();
  }

  private static Stream<String> condition(BundleEntryComponent entry) {
    BundleEntryRequestComponent request = entry.getRequest();
    if (request.hasIfNoneExist() && entry.hasResource()) {
      return Stream.of(entry.getResource().fhirType() + query(request.getIfNoneExist()));
    }
    String url = String.valueOf(request.getUrl());
    int mark = url.indexOf('?');
    return mark > 0 ? Stream.of(url.substring(0, mark) + query(url)) : Stream.empty();
  }

  private static String query(String url) {
    return "?" + url.substring(url.indexOf('?') + 1);
  }
}
