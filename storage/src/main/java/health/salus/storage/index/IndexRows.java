package health.salus.storage.index;

import ca.uhn.fhir.jpa.model.entity.BaseResourceIndexedSearchParam;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedComboStringUnique;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedComboTokenNonUnique;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamDate;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamString;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamUri;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import health.salus.interceptors.crypto.CalendarDate;
import health.salus.interceptors.crypto.CalendarNode.Level;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the rows of one resource. Rows are in hash sets, so each is removed, changed and added
 * again: a set cannot find a row whose hash has changed.
 */
final class IndexRows {
  private final SealedSearch search;
  private final ValueTokens tokens;
  private final boolean sensitive;

  /** Rows of a resource that is sensitive if one of its labels protects its codes. */
  IndexRows(SealedSearch search, boolean sensitive) {
    this.search = search;
    this.tokens = search.forRows();
    this.sensitive = sensitive;
  }

  void replace(ResourceIndexedSearchParams rows) {
    each(rows.myStringParams, this::string);
    each(rows.myTokenParams, this::token);
    each(rows.myDateParams, this::date);
    each(rows.myUriParams, this::uri);
    each(rows.myNumberParams, row -> List.of());
    each(rows.myQuantityParams, row -> List.of());
    each(rows.myQuantityNormalizedParams, row -> List.of());
    each(rows.myCoordsParams, row -> List.of());
    uniqueCombinations(rows.myComboStringUniques);
    combinations(rows.myComboTokenNonUnique);
  }

  private <T extends BaseResourceIndexedSearchParam> void each(
      Collection<T> rows, Function<T, List<T>> replacement) {
    List<T> before = new ArrayList<>(rows);
    rows.clear();
    for (T row : before) {
      switch (search.protection(row.getResourceType(), row.getParamName())) {
        case OPEN -> rows.add(row);
        case BY_LABEL -> rows.addAll(sensitive ? replacement.apply(row) : List.of(row));
        case SEALED -> rows.addAll(replacement.apply(row));
        case WITHHELD -> {} // not even its presence
      }
    }
  }

  /** The display text of a sensitive code is a string of a token; it is found no more. */
  private List<ResourceIndexedSearchParamString> string(ResourceIndexedSearchParamString row) {
    String parameter = row.getParamName();
    if (search.protection(row.getResourceType(), parameter) == Protection.BY_LABEL) {
      return List.of();
    }
    row.clearHashes();
    @Nullable String normalized = row.getValueNormalized();
    if (normalized != null) {
      row.setValueNormalized(tokens.normalized(row.getResourceType(), parameter, normalized));
    }
    @Nullable String exact = row.getValueExact();
    if (exact != null) {
      row.setValueExact(tokens.exact(row.getResourceType(), parameter, exact));
    }
    row.calculateHashes();
    return List.of(row);
  }

  private List<ResourceIndexedSearchParamToken> token(ResourceIndexedSearchParamToken row) {
    @Nullable String value = row.getValue();
    if (value != null) {
      row.clearHashes();
      row.setValue(tokens.token(row.getResourceType(), row.getParamName(), value));
      row.calculateHashes();
    }
    return List.of(row);
  }

  private List<ResourceIndexedSearchParamUri> uri(ResourceIndexedSearchParamUri row) {
    @Nullable String uri = row.getUri();
    if (uri != null) {
      row.clearHashes();
      row.setUri(tokens.exact(row.getResourceType(), row.getParamName(), uri));
      row.calculateHashes();
    }
    return List.of(row);
  }

  private List<ResourceIndexedSearchParamDate> date(ResourceIndexedSearchParamDate row) {
    List<ResourceIndexedSearchParamDate> nodes = new ArrayList<>();
    Optional<CalendarDate> date = calendarDate(row);
    if (date.isPresent()) {
      for (Date time :
          tokens.nodes(row.getResourceType(), row.getParamName(), date.get().nodes())) {
        ResourceIndexedSearchParamDate node = new ResourceIndexedSearchParamDate();
        node.setPartitionSettings(row.getPartitionSettings());
        node.setPartitionId(row.getPartitionId());
        node.setUpdated(row.getUpdated());
        node.setResourceType(row.getResourceType());
        node.setParamName(row.getParamName());
        node.setValueLow(time);
        node.calculateHashes();
        nodes.add(node);
      }
    }
    return nodes;
  }

  /** The date that a row was made of; none if it was a period. */
  private static Optional<CalendarDate> calendarDate(ResourceIndexedSearchParamDate row) {
    @Nullable Integer low = row.getValueLowDateOrdinal();
    @Nullable Integer high = row.getValueHighDateOrdinal();
    if (low == null || high == null) {
      return Optional.empty();
    }
    LocalDate first = SealedDates.day(low);
    LocalDate last = SealedDates.day(high);
    for (Level precision : List.of(Level.DAY, Level.MONTH, Level.YEAR)) {
      LocalDate start = precision == Level.YEAR ? first.withDayOfYear(1) : first.withDayOfMonth(1);
      if (precision == Level.DAY || start.equals(first)) {
        CalendarDate date = new CalendarDate(precision, first);
        if (date.high().equals(last)) {
          return Optional.of(date);
        }
      }
    }
    return Optional.empty();
  }

  private void uniqueCombinations(Collection<ResourceIndexedComboStringUnique> rows) {
    List<ResourceIndexedComboStringUnique> before = new ArrayList<>(rows);
    rows.clear();
    for (ResourceIndexedComboStringUnique row : before) {
      search
          .conditions(row.getIndexString())
          .map(
              condition ->
                  new ResourceIndexedComboStringUnique(
                      row.getResource(), condition, row.getSearchParameterId()))
          .forEach(rows::add);
    }
  }

  private void combinations(Collection<ResourceIndexedComboTokenNonUnique> rows) {
    List<ResourceIndexedComboTokenNonUnique> before = new ArrayList<>(rows);
    rows.clear();
    for (ResourceIndexedComboTokenNonUnique row : before) {
      row.clearHashes();
      row.setIndexString(tokens.condition(row.getIndexString()));
      row.calculateHashes();
      rows.add(row);
    }
  }
}
