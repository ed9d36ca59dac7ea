package health.salus.interceptors.consent;

import java.util.Map;

/**
 * A provision as it is decided by.
 *
 * @param path FHIRPath of the provision
 * @param depth how deep it is nested; 0 for the root
 * @param data what it asks of a resource, where it asks something
 * @param condition all of {@code data}
 */
record Rule(
    String path,
    ProvisionType type,
    int depth,
    RequestCriteria request,
    Map<Dimension, FactPredicate> data,
    FactPredicate condition) {
  Rule {
    data = Map.copyOf(data);
  }

  static Rule of(String path, ProvisionType type, int depth, Criteria criteria) {
    Map<Dimension, FactPredicate> data = criteria.conditions(type);
    return new Rule(path, type, depth, criteria.request(), data, FactPredicate.all(data.values()));
  }

  /** Whether it has a say in a request, for some data at least. */
  boolean applies(ConsentContext context) {
    return request.areConsidered(context) && request.match(context, type);
  }

  /** Whether it denies, where it applies, what no provision matches: a root that permits does. */
  boolean limits() {
    return depth == 0 && type == ProvisionType.PERMIT;
  }
}
