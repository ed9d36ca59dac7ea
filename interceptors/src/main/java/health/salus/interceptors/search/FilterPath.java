package health.salus.interceptors.search;

/**
 * One parameter that a {@code _filter} compares.
 *
 * @param path the parameter's name, or a chain of names with dots between them
 * @param nested whether a link of the chain has a filter of its own, or cannot be read
 */
public record FilterPath(String path, boolean nested) {
  /** Whether the comparison looks at a resource other than the one that is searched. */
  public boolean leavesType() {
    return nested || path.contains(".");
  }
}
