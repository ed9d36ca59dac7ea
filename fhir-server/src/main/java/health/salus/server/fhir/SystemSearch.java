package health.salus.server.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Searches several resource types at once by the parameters that all types have. Each type is
 * searched as the caller, so every rule that holds for a search of one type holds here. Without
 * {@code _sort} the answer is ordered by type. Thread-safe.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#search">Search across types</a>
 */
public final class SystemSearch {
  /** A sorted page reads all that stands before it, of every type; this bounds it. */
  private static final int MAX_SORTED = 5000;

  private static final Set<String> COMMON =
      Set.of("_id", "_lastUpdated", "_tag", "_profile", "_security", "_source");
  private static final Set<String> CONTROLS =
      Set.of(
          "_type",
          "_count",
          "_offset",
          "_sort",
          "_total",
          "_summary",
          "_elements",
          "_format",
          "_pretty");

  private final DaoRegistry daos;
  private final TypeSearch typeSearch;
  private final int defaultPageSize;
  private final int maxPageSize;

  public SystemSearch(
      DaoRegistry daos, MatchUrlService queries, int defaultPageSize, int maxPageSize) {
    this.daos = daos;
    this.typeSearch = new TypeSearch(daos, queries, maxPageSize);
    this.defaultPageSize = defaultPageSize;
    this.maxPageSize = maxPageSize;
  }

  /** A page over all types that {@code _type} names, or over all there are. */
  @Search(allowUnknownParams = true)
  public IBundleProvider search(ServletRequestDetails request) {
    Set<String> types = types(request);
    String query = query(request);
    int size = Math.min(maxPageSize, number(request, "_count", defaultPageSize));
    int offset = number(request, "_offset", 0);
    boolean countOnly = size == 0 || SummaryEnum.COUNT.getCode().equals(text(request, "_summary"));
    boolean counted = countOnly || "accurate".equals(text(request, "_total"));
    @Nullable SortSpec sort = sort(text(request, "_sort"));

    @Nullable Integer total = counted ? typeSearch.total(types, query, request) : null;
    if (countOnly) {
      return answer(List.of(), 0, total);
    }
    // One more than requested shows whether there is a next page.
    List<IBaseResource> found =
        sort == null
            ? byType(types, query, offset, size + 1, request)
            : merged(types, query, sort, offset, size + 1, request);
    return answer(found, size, total);
  }

  private List<IBaseResource> byType(
      Set<String> types, String query, int offset, int size, ServletRequestDetails request) {
    List<IBaseResource> page = new ArrayList<>();
    int skip = offset;
    for (String type : types) {
      int before = skip == 0 ? 0 : typeSearch.total(Set.of(type), query, request);
      if (skip > 0 && before <= skip) {
        skip -= before;
        continue;
      }
      SortSpec byId = new SortSpec("_id");
      page.addAll(typeSearch.found(type, query, byId, skip, size - page.size(), request));
      skip = 0;
      if (page.size() >= size) {
        break;
      }
    }
    return page;
  }

  private List<IBaseResource> merged(
      Set<String> types,
      String query,
      SortSpec sort,
      int offset,
      int size,
      ServletRequestDetails request) {
    int end = offset + size;
    if (end > MAX_SORTED) {
      throw new InvalidRequestException(
          "A sorted search across types ends after %d resources; narrow it by _lastUpdated or _type"
              .formatted(MAX_SORTED));
    }
    return types.stream()
        .flatMap(type -> typeSearch.found(type, query, sort, 0, end, request).stream())
        .sorted(order(sort))
        .skip(offset)
        .limit(size)
        .toList();
  }

  private Set<String> types(RequestDetails request) {
    String @Nullable [] asked = request.getParameters().get("_type");
    Set<String> all = new TreeSet<>(daos.getRegisteredDaoTypes());
    if (asked == null) {
      return all;
    }
    Set<String> types = new TreeSet<>();
    for (String name : String.join(",", asked).split(",", -1)) {
      if (!all.contains(name)) {
        throw new InvalidRequestException("_type must name resource types, separated by commas");
      }
      types.add(name);
    }
    return types;
  }

  private static String query(RequestDetails request) {
    StringBuilder query = new StringBuilder("?");
    for (Map.Entry<String, String[]> parameter : request.getParameters().entrySet()) {
      String name = parameter.getKey().split(":", 2)[0];
      if (CONTROLS.contains(name)) {
        continue;
      }
      if (!COMMON.contains(name)) {
        throw new InvalidRequestException(
            "A search across types takes only " + new TreeSet<>(COMMON));
      }
      for (String value : parameter.getValue()) {
        query.append(query.length() == 1 ? "" : "&").append(parameter.getKey()).append('=');
        query.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return query.toString();
  }

  private static @Nullable SortSpec sort(@Nullable String text) {
    if (text == null) {
      return null;
    }
    SortOrderEnum order = text.startsWith("-") ? SortOrderEnum.DESC : SortOrderEnum.ASC;
    String key = text.startsWith("-") ? text.substring(1) : text;
    if (!key.equals("_lastUpdated") && !key.equals("_id")) {
      throw new InvalidRequestException("A search across types sorts by _lastUpdated or _id only");
    }
    return new SortSpec(key, order);
  }

  private static Comparator<IBaseResource> order(SortSpec sort) {
    Comparator<IBaseResource> byKey =
        sort.getParamName().equals("_id")
            ? Comparator.comparing(resource -> resource.getIdElement().getIdPart())
            : Comparator.comparing(resource -> resource.getMeta().getLastUpdated());
    return sort.getOrder() == SortOrderEnum.DESC ? byKey.reversed() : byKey;
  }

  private static IBundleProvider answer(
      List<IBaseResource> found, int size, @Nullable Integer total) {
    SimpleBundleProvider answer =
        new SimpleBundleProvider(found.subList(0, Math.min(size, found.size())));
    answer.setCurrentPageSize(size);
    answer.setTotalResourcesRequestedReturned(found.size());
    answer.setSize(total);
    return answer;
  }

  private static int number(RequestDetails request, String name, int absent) {
    @Nullable String text = text(request, name);
    return text == null ? absent : Integer.parseInt(text);
  }

  private static @Nullable String text(RequestDetails request, String name) {
    String @Nullable [] values = request.getParameters().get(name);
    return values == null ? null : values[0];
  }
}
