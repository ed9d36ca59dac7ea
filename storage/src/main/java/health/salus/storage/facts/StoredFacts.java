package health.salus.storage.facts;

import health.salus.interceptors.consent.ResourceFacts;
import health.salus.interceptors.rules.KnownFacts;
import health.salus.storage.body.Tombstone;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Resource;

/** The facts of resources, from their rows or from the resources themselves. Thread-safe. */
public final class StoredFacts implements KnownFacts {
  /**
   * Types that inherit their protection from other resources, so it cannot be read off one alone.
   */
  private static final Set<String> INHERITING = Set.of("AuditEvent", "Binary", "Provenance");

  private final DataSource dataSource;
  private final FactsReader reader;
  private final StoredCodes codes;

  public StoredFacts(DataSource dataSource, FactsReader reader, StoredCodes codes) {
    this.codes = codes;
    this.dataSource = dataSource;
    this.reader = reader;
  }

  /**
   * The facts of a resource in hand: its own labels, dates and patients, also of an old version,
   * and what it inherits now. Of what cannot be opened only the row is left.
   */
  @Override
  public ResourceFacts of(Resource resource) {
    ResourceFacts own = reader.read(resource);
    if (Tombstone.loss(resource).isPresent()) {
      return of(own.address())
          .orElseThrow(() -> new IllegalStateException("Nothing is known of a lost resource"));
    }
    return INHERITING.contains(own.type())
        ? of(own.address()).map(stored -> own.withProtectionOf(stored)).orElse(own)
        : own;
  }

  /** The facts of a stored resource; empty if there is none. */
  public Optional<ResourceFacts> of(String address) {
    try (Connection connection = ReadOnlyConnection.at(dataSource);
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT %s FROM salus.access_facts WHERE address = ?"
                    .formatted(FactsRow.COLUMNS))) {
      select.setString(1, address);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(FactsRow.read(row, codes).facts()) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The facts of a resource cannot be read", e);
    }
  }

  /** Whether there is a resource that is not deleted. */
  public boolean exists(String address) {
    try (Connection connection = ReadOnlyConnection.at(dataSource);
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT 1 FROM salus.access_facts f JOIN hfj_resource r ON r.res_id = f.res_id"
                    + " WHERE f.address = ? AND r.res_deleted_at IS NULL")) {
      select.setString(1, address);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The facts of a resource cannot be read", e);
    }
  }

  /** References of a stored resource; empty if there is none. */
  @Override
  public Set<String> referencesOf(String address) {
    return of(address).map(ResourceFacts::references).orElse(Set.of());
  }
}
