package health.salus.storage.everything;

import ca.uhn.fhir.rest.param.DateRangeParam;
import health.salus.interceptors.auth.AccessFilter;
import health.salus.interceptors.auth.AccessFilter.Alternative;
import health.salus.interceptors.auth.AccessRules;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Interaction;
import health.salus.interceptors.auth.SearchRights;
import health.salus.storage.narrowing.AccessSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Finds the resources of a record in one statement: what is in the patient's compartment and may be
 * seen, and what that refers to, step by step, through nothing that may not be seen. So a page is
 * full and no link leads through a hidden resource. Thread-safe.
 */
public final class RecordQuery {
  private static final String SELECT =
      """
      WITH RECURSIVE own AS (
        SELECT r.res_id FROM hfj_resource r
          WHERE r.res_type = 'Patient' AND r.fhir_id = %1$s AND r.res_deleted_at IS NULL
        UNION
        SELECT r.res_id FROM hfj_resource p
          JOIN hfj_res_link l ON l.target_resource_id = p.res_id AND l.src_path IN (%2$s)
          JOIN hfj_resource r ON r.res_id = l.src_resource_id AND r.res_deleted_at IS NULL
          WHERE p.res_type = 'Patient' AND p.fhir_id = %1$s AND (%3$s)
      ), record AS (
        SELECT res_id FROM own
        UNION
        SELECT r.res_id FROM record s
          JOIN hfj_res_link l ON l.src_resource_id = s.res_id
          JOIN hfj_resource r ON r.res_id = l.target_resource_id AND r.res_deleted_at IS NULL
          JOIN salus.access_facts g ON g.res_id = r.res_id
            AND g.patients <@ ARRAY[%1$s::text]
          WHERE r.res_type <> 'Patient' AND (%4$s)
      )
      SELECT r.res_id FROM record
        JOIN hfj_resource r ON r.res_id = record.res_id
        JOIN salus.access_facts g ON g.res_id = r.res_id
      WHERE %5$s
      ORDER BY (CASE WHEN r.res_type = 'Patient' THEN 0 ELSE 1 END), r.res_id
      LIMIT %6$s OFFSET %7$s
      """;

  private final AccessRules rules;
  private final SearchRights rights;
  private final AccessSql sql;
  private final Set<String> types;
  private final DataSource dataSource;

  RecordQuery(AccessRules rules, AccessSql sql, Set<String> types, DataSource dataSource) {
    this.rules = rules;
    this.rights = rules;
    this.sql = sql;
    this.types = Set.copyOf(types);
    this.dataSource = dataSource;
  }

  /**
   * The criteria of a record query.
   *
   * @param patient logical id
   * @param types empty for all
   * @param care clinical dates; what has none is always part of it
   */
  record Asked(
      String patient,
      Set<String> types,
      DateRangeParam updated,
      DateRangeParam care,
      int offset,
      int count) {}

  /** Keys of the resources, the patient first. */
  List<Long> find(Asked asked, Optional<Caller> caller) {
    List<Object> values = new ArrayList<>();
    String text = statement(asked, caller, values);
    List<Object> ordered = new ArrayList<>();
    String numbered = inOrder(text, values, ordered);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(numbered)) {
      for (int i = 0; i < ordered.size(); i++) {
        select.setObject(i + 1, ordered.get(i));
      }
      List<Long> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getLong(1));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("A record cannot be listed", e);
    }
  }

  private String statement(Asked asked, Optional<Caller> caller, List<Object> values) {
    Function<Object, String> bind =
        value -> {
          values.add(value);
          return "{" + (values.size() - 1) + "}";
        };
    Set<String> paths = new TreeSet<>();
    types.forEach(type -> paths.addAll(rules.compartment().paths(type)));
    return SELECT.formatted(
        bind.apply(asked.patient()),
        paths.stream().map(bind).collect(Collectors.joining(", ")),
        visible(caller, Optional.of(asked.patient()), bind),
        visible(caller, Optional.empty(), bind),
        wanted(asked, bind),
        bind.apply(asked.count()),
        bind.apply(asked.offset()));
  }

  /** Bind variables stand in the order of the text, each as often as it is named. */
  private static String inOrder(String text, List<Object> values, List<Object> ordered) {
    return Pattern.compile("\\{(\\d+)}")
        .matcher(text)
        .replaceAll(
            found -> {
              ordered.add(values.get(Integer.parseInt(found.group(1))));
              return "?";
            });
  }

  /**
   * The condition on visible resources, by type.
   *
   * @param compartment the patient in whose compartment the resources are anyway
   */
  private String visible(
      Optional<Caller> caller, Optional<String> compartment, Function<Object, String> bind) {
    if (caller.isEmpty()) {
      return "TRUE";
    }
    Map<AccessFilter, Set<String>> typesOf = new LinkedHashMap<>();
    List<String> alternatives = new ArrayList<>();
    for (String type : types) {
      Optional<AccessFilter> filter = filter(caller.get(), type, compartment);
      if (filter.isPresent() && dependsOnType(filter.get())) {
        String condition = condition(filter.get(), type, bind);
        alternatives.add("(%s AND %s)".formatted(oneOf(Set.of(type), bind), condition));
      } else if (filter.isPresent()) {
        typesOf.computeIfAbsent(filter.get(), key -> new TreeSet<>()).add(type);
      }
    }
    typesOf.forEach(
        (filter, same) ->
            alternatives.add(
                "(%s AND %s)".formatted(oneOf(same, bind), condition(filter, "", bind))));
    return alternatives.isEmpty() ? "FALSE" : String.join(" OR ", alternatives);
  }

  private static boolean dependsOnType(AccessFilter filter) {
    return filter instanceof AccessFilter.Only only
        && only.alternatives().stream().anyMatch(one -> !one.criteria().isEmpty());
  }

  private Optional<AccessFilter> filter(Caller caller, String type, Optional<String> compartment) {
    AccessFilter read = rights.filter(caller, type, Interaction.READ);
    AccessFilter filter = read.isNothing() ? rights.filter(caller, type, Interaction.SEARCH) : read;
    if (!(filter instanceof AccessFilter.Only only)) {
      return filter.isNothing() ? Optional.empty() : Optional.of(filter);
    }
    List<Alternative> alternatives = new ArrayList<>();
    for (Alternative alternative : only.alternatives()) {
      boolean own =
          alternative.patients().isEmpty()
              || compartment.filter(alternative.patients().get()::contains).isPresent();
      if (own) {
        alternatives.add(new Alternative(Optional.empty(), alternative.criteria()));
      }
    }
    return alternatives.isEmpty()
        ? Optional.empty()
        : Optional.of(new AccessFilter.Only(alternatives, only.disclosure()));
  }

  private String condition(AccessFilter filter, String type, Function<Object, String> bind) {
    return filter instanceof AccessFilter.Only only
        ? sql.condition(only, type, "r.res_id", bind)
        : "TRUE";
  }

  private static String wanted(Asked asked, Function<Object, String> bind) {
    List<String> conditions = new ArrayList<>(List.of("TRUE"));
    if (!asked.types().isEmpty()) {
      conditions.add(oneOf(asked.types(), bind));
    }
    range(asked.updated(), "r.res_updated >= %s", "r.res_updated < %s", bind, conditions);
    range(
        asked.care(),
        "(g.ends IS NULL OR g.ends > %s)",
        "(g.begins IS NULL OR g.begins < %s)",
        bind,
        conditions);
    return String.join(" AND ", conditions);
  }

  private static void range(
      DateRangeParam range,
      String from,
      String to,
      Function<Object, String> bind,
      List<String> conditions) {
    if (range.getLowerBoundAsInstant() != null) {
      conditions.add(from.formatted(moment(range.getLowerBoundAsInstant().toInstant(), bind)));
    }
    if (range.getUpperBoundAsInstant() != null) {
      conditions.add(to.formatted(moment(range.getUpperBoundAsInstant().toInstant(), bind)));
    }
  }

  private static String moment(Instant instant, Function<Object, String> bind) {
    return bind.apply(instant.toString()) + "::timestamptz";
  }

  private static String oneOf(Set<String> types, Function<Object, String> bind) {
    return types.stream().map(bind).collect(Collectors.joining(", ", "r.res_type IN (", ")"));
  }
}
