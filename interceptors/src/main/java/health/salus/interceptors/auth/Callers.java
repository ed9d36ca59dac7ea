package health.salus.interceptors.auth;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the caller of a request is kept. */
public final class Callers {
  private static final String KEY = Caller.class.getName();

  private Callers() {}

  /** Stores the caller of an HTTP request; called once, after the access token was checked. */
  public static void put(HttpServletRequest request, Caller caller) {
    request.setAttribute(KEY, caller);
  }

  /**
   * The caller of an HTTP request.
   *
   * @throws IllegalStateException if nobody checked it, which is a fault of the server
   */
  public static Caller of(HttpServletRequest request) {
    if (request.getAttribute(KEY) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("A request reached the data without a caller");
  }

  /** The name to which page links of this request are bound; empty on public paths. */
  public static String name(HttpServletRequest request) {
    return request.getAttribute(KEY) instanceof Caller caller ? caller.name() : "";
  }

  /** A request of the server's own code that has exactly the rights of this caller. */
  public static RequestDetails requestOf(Caller caller) {
    SystemRequestDetails request = new SystemRequestDetails();
    request.getUserData().put(KEY, caller);
    return request;
  }

  /**
   * The caller of a request; empty if the server acts for itself.
   *
   * @throws IllegalStateException if it came over HTTP and nobody checked it
   */
  public static Optional<Caller> of(@Nullable RequestDetails request) {
    if (request instanceof ServletRequestDetails http && http.getServletRequest() != null) {
      return Optional.of(of(http.getServletRequest()));
    }
    if (request != null && request.getUserData().get(KEY) instanceof Caller caller) {
      return Optional.of(caller);
    }
    return Optional.empty();
  }
}
