package health.salus.interceptors.auth;

import ca.uhn.fhir.rest.api.server.RequestDetails;

/** The mark on a request that the SQL of its search already holds the rights of the caller. */
public final class NarrowedSearch {
  private static final String NARROWED = NarrowedSearch.class.getName();

  private NarrowedSearch() {}

  /** Marks the request: its next results need no second check. */
  public static void mark(RequestDetails request) {
    request.getUserData().put(NARROWED, true);
  }

  /** Takes the mark off and tells whether it was there, so that it holds for one search only. */
  public static boolean take(RequestDetails request) {
    return request.getUserData().remove(NARROWED) != null;
  }
}
