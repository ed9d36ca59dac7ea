package health.salus.interceptors.auth;

/** Asks the storage which resources satisfy a filter. Thread-safe. */
@FunctionalInterface
public interface Visibility {
  /**
   * Whether there is a current, undeleted resource of this type and id that satisfies the filter.
   */
  boolean visible(AccessFilter filter, String resourceType, String id);
}
