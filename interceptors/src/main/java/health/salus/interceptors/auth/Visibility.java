package health.salus.interceptors.auth;

import health.salus.interceptors.consent.Disclosure;

/** Asks the storage which resources a caller may know of. Thread-safe. */
public interface Visibility {
  /**
   * Whether there is a current, undeleted resource of this type and id that satisfies the filter.
   */
  boolean visible(AccessFilter filter, String resourceType, String id);

  /**
   * Whether there is, or was until it was deleted, a resource of this type and id that is not
   * disclosed.
   */
  boolean hidden(Disclosure disclosure, String resourceType, String id);
}
