package health.salus.storage.facts;

import health.salus.interceptors.consent.Confidentiality;
import health.salus.interceptors.consent.ResourceFacts;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code salus.access_facts}.
 *
 * @param resourceId HFJ_RESOURCE.RES_ID
 * @param stamped labels that rules have put on, as {@code system|code}
 */
public record FactsRow(long resourceId, long version, ResourceFacts facts, Set<String> stamped) {
  static final String COLUMNS =
      "res_id, version, type, address, patients, confidentiality, sensitivities, labels, begins,"
          + " ends, authors, refs, codes, stamped";

  public static final String UPSERT =
      """
      INSERT INTO salus.access_facts (%s)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (res_id) DO UPDATE SET version = EXCLUDED.version,
        patients = EXCLUDED.patients, confidentiality = EXCLUDED.confidentiality,
        sensitivities = EXCLUDED.sensitivities, labels = EXCLUDED.labels,
        begins = EXCLUDED.begins, ends = EXCLUDED.ends, authors = EXCLUDED.authors,
        refs = EXCLUDED.refs, codes = EXCLUDED.codes,
        stamped = ARRAY(SELECT DISTINCT unnest(access_facts.stamped || EXCLUDED.stamped))
      """
          .formatted(COLUMNS);

  /** Fills the parameters of {@link #UPSERT}. */
  public void bind(PreparedStatement statement, StoredCodes codes) throws SQLException {
    Connection connection = statement.getConnection();
    statement.setLong(1, resourceId);
    statement.setLong(2, version);
    statement.setString(3, facts.type());
    statement.setString(4, facts.address());
    statement.setArray(5, texts(connection, facts.patients()));
    statement.setShort(6, (short) facts.confidentiality().rank());
    statement.setArray(7, texts(connection, facts.sensitivities()));
    statement.setArray(8, texts(connection, facts.labels()));
    statement.setObject(9, moment(facts.from()));
    statement.setObject(10, moment(facts.to()));
    statement.setArray(11, texts(connection, facts.authors()));
    statement.setArray(12, texts(connection, facts.references()));
    statement.setArray(13, connection.createArrayOf("bigint", codes.stored(facts.codes())));
    statement.setArray(14, texts(connection, stamped));
  }

  /** Reads a row that has {@link #COLUMNS}. */
  static FactsRow read(ResultSet row, StoredCodes codes) throws SQLException {
    return new FactsRow(
        row.getLong("res_id"),
        row.getLong("version"),
        new ResourceFacts(
            row.getString("type"),
            row.getString("address"),
            texts(row.getArray("patients")),
            Confidentiality.ofRank(row.getShort("confidentiality")),
            texts(row.getArray("sensitivities")),
            texts(row.getArray("labels")),
            moment(row.getObject("begins", OffsetDateTime.class)),
            moment(row.getObject("ends", OffsetDateTime.class)),
            texts(row.getArray("authors")),
            texts(row.getArray("refs")),
            codes.plain((Long[]) row.getArray("codes").getArray())),
        texts(row.getArray("stamped")));
  }

  static Array texts(Connection connection, Collection<String> values) throws SQLException {
    return connection.createArrayOf("text", values.stream().sorted().toArray());
  }

  static Set<String> texts(Array array) throws SQLException {
    return Set.of((String[]) array.getArray());
  }

  private static @Nullable OffsetDateTime moment(Optional<Instant> instant) {
    return instant.map(value -> value.atOffset(ZoneOffset.UTC)).orElse(null);
  }

  private static Optional<Instant> moment(@Nullable OffsetDateTime value) {
    return Optional.ofNullable(value).map(OffsetDateTime::toInstant);
  }
}
