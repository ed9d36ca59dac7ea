package health.salus.storage.index;

import org.jspecify.annotations.Nullable;

/**
 * Refuses to sort by tokens. HAPI first names the parameter to the table that it joins and then
 * asks it for the column to sort by, which it does for nothing else. One for each table of a query.
 */
final class SortCheck {
  private final SealedSearch search;
  private @Nullable String type;
  private String parameter = "";

  SortCheck(SealedSearch search) {
    this.search = search;
  }

  void named(String resourceType, String parameterName) {
    type = resourceType;
    parameter = parameterName;
  }

  void requireOpen() {
    if (type != null && search.hides(type, parameter)) {
      throw SealedRefusal.sort(type, parameter);
    }
  }
}
