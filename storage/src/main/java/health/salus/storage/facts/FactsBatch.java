package health.salus.storage.facts;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The facts that one transaction changes. Not thread-safe: one for each transaction. */
final class FactsBatch {
  /** Types that refer to other resources and are as confidential as those resources. */
  private static final Set<String> TELLING = Set.of("AuditEvent", "Provenance");

  private static final Set<String> DOCUMENTS =
      Set.of("Composition", "DiagnosticReport", "DocumentManifest", "DocumentReference", "Media");

  /** Gives each of the resources {@code d} what the resources {@code x} are protected by. */
  private static final String INHERIT =
      """
      UPDATE salus.access_facts d SET
        patients = ARRAY(SELECT DISTINCT unnest(d.patients || s.patients) ORDER BY 1),
        confidentiality = greatest(d.confidentiality, s.confidentiality),
        sensitivities = ARRAY(SELECT DISTINCT unnest(d.sensitivities || s.sensitivities) ORDER BY 1),
        labels = ARRAY(SELECT DISTINCT unnest(d.labels || s.labels) ORDER BY 1)
      FROM (
        SELECT heir, coalesce(array_agg(DISTINCT p) FILTER (WHERE p IS NOT NULL), '{}') AS patients,
          max(confidentiality) AS confidentiality,
          coalesce(array_agg(DISTINCT c) FILTER (WHERE c IS NOT NULL), '{}') AS sensitivities,
          coalesce(array_agg(DISTINCT l) FILTER (WHERE l IS NOT NULL), '{}') AS labels
        FROM (%s) pairs
          LEFT JOIN LATERAL unnest(pairs.patients) p ON true
          LEFT JOIN LATERAL unnest(pairs.sensitivities) c ON true
          LEFT JOIN LATERAL unnest(pairs.labels) l ON true
        GROUP BY heir
      ) s
      WHERE d.res_id = s.heir
      """;

  /** From all that they name, to these. */
  private static final String FROM_NAMED =
      INHERIT.formatted(
          """
          SELECT h.res_id AS heir, x.patients, x.confidentiality, x.sensitivities, x.labels FROM salus.access_facts h
            JOIN salus.access_facts x ON x.address = ANY (h.refs)
          WHERE h.address = ANY (?)
          """);

  /** From these, to all that tells of them. */
  private static final String TO_TELLING =
      INHERIT.formatted(
          """
          SELECT h.res_id AS heir, x.patients, x.confidentiality, x.sensitivities, x.labels FROM salus.access_facts x
            JOIN salus.access_facts h ON h.refs @> ARRAY[x.address]
              AND h.type IN ('AuditEvent', 'Provenance')
          WHERE x.address = ANY (?)
          """);

  /** From these documents, to the binaries that they name. */
  private static final String TO_BINARIES =
      INHERIT.formatted(
          """
          SELECT h.res_id AS heir, x.patients, x.confidentiality, x.sensitivities, x.labels FROM salus.access_facts x
            JOIN salus.access_facts h ON h.address = ANY (x.refs) AND h.type = 'Binary'
          WHERE x.address = ANY (?)
          """);

  /** From the documents that name them, to these binaries. */
  private static final String FROM_DOCUMENTS =
      INHERIT.formatted(
          """
          SELECT h.res_id AS heir, x.patients, x.confidentiality, x.sensitivities, x.labels FROM salus.access_facts h
            JOIN salus.access_facts x ON x.refs @> ARRAY[h.address]
              AND x.type IN ('Composition', 'DiagnosticReport', 'DocumentManifest',
                             'DocumentReference', 'Media')
          WHERE h.address = ANY (?)
          """);

  private final StoredCodes codes;
  private final Map<Long, FactsRow> rows = new LinkedHashMap<>();
  private final Set<String> changed = new TreeSet<>();

  FactsBatch(StoredCodes codes) {
    this.codes = codes;
  }

  void put(FactsRow row) {
    rows.put(row.resourceId(), row);
  }

  /** Replaces a row that may exist already; a change of labels alone makes no new version. */
  void putChanged(FactsRow row) {
    put(row);
    changed.add(row.facts().address());
  }

  /** Writes them; part of the transaction of this connection. */
  void write(Connection connection) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement upsert = connection.prepareStatement(FactsRow.UPSERT)) {
      for (FactsRow row : rows.values()) {
        row.bind(upsert, codes);
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
    inherit(connection);
  }

  private void inherit(Connection connection) throws SQLException {
    List<String> documents = addresses(DOCUMENTS);
    List<String> binaries = addresses(Set.of("Binary"));
    List<String> telling = addresses(TELLING);
    run(connection, TO_BINARIES, documents);
    run(connection, FROM_DOCUMENTS, binaries);
    run(connection, FROM_NAMED, binaries);
    run(connection, FROM_NAMED, telling);
    run(connection, TO_TELLING, List.copyOf(changed));
  }

  private List<String> addresses(Set<String> types) {
    List<String> found = new ArrayList<>();
    for (FactsRow row : rows.values()) {
      if (types.contains(row.facts().type())) {
        found.add(row.facts().address());
      }
    }
    return found;
  }

  private static void run(Connection connection, String sql, List<String> addresses)
      throws SQLException {
    if (addresses.isEmpty()) {
      return;
    }
    Array array = connection.createArrayOf("text", addresses.toArray());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, array);
      statement.executeUpdate();
    }
  }
}
