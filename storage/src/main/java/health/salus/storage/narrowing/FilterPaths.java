package health.salus.storage.narrowing;

import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser;
import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser.BaseFilter;
import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser.FilterLogical;
import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser.FilterParameter;
import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser.FilterParameterGroup;
import ca.uhn.fhir.jpa.dao.predicate.SearchFilterParser.FilterParameterPath;
import health.salus.interceptors.search.FilterPath;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a {@code _filter} with the parser that makes its SQL. */
public final class FilterPaths {
  private FilterPaths() {}

  /** Every parameter that is compared; none if the syntax is wrong, which HAPI refuses later. */
  public static List<FilterPath> of(String expression) {
    try {
      return paths(SearchFilterParser.parse(expression)).toList();
    } catch (SearchFilterParser.FilterSyntaxException e) {
      return List.of();
    }
  }

  private static Stream<FilterPath> paths(BaseFilter filter) {
    if (filter instanceof FilterLogical logical) {
      return Stream.concat(paths(logical.getFilter1()), paths(logical.getFilter2()));
    }
    if (filter instanceof FilterParameterGroup group) {
      return paths(group.getContained());
    }
    return Stream.of(
        filter instanceof FilterParameter parameter
            ? path(parameter.getParamPath())
            : new FilterPath("", true));
  }

  private static FilterPath path(FilterParameterPath first) {
    StringBuilder path = new StringBuilder();
    boolean nested = false;
    for (@Nullable FilterParameterPath at = first; at != null; at = at.getNext()) {
      nested |= at.getFilter() != null;
      path.append(path.isEmpty() ? "" : ".").append(at.getName());
    }
    return new FilterPath(path.toString(), nested);
  }
}
