package health.salus.server.models;

import health.salus.ml.model.ModelStore;
import health.salus.ml.model.StoredModel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Trained models in the table {@code salus.model}, so that every node has them. A row never
 * changes; its content is read once and then only its number is asked for. Thread-safe.
 */
public final class DatabaseModelStore implements ModelStore {
  private final DataSource dataSource;
  private final Map<Long, StoredModel> read = new ConcurrentHashMap<>();

  public DatabaseModelStore(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public void save(StoredModel model) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO salus.model (name, version, sha256, content, created) VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, model.name());
      insert.setString(2, model.version());
      insert.setString(3, model.sha256());
      insert.setBytes(4, model.bytes());
      insert.setTimestamp(5, Timestamp.from(model.created()));
      insert.executeUpdate();
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The model " + model.name() + " could not be saved", e);
    }
  }

  @Override
  public Optional<StoredModel> latest(String name) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT id FROM salus.model WHERE name = ? ORDER BY id DESC LIMIT 1")) {
      select.setString(1, name);
      try (ResultSet found = select.executeQuery()) {
        if (!found.next()) {
          return Optional.empty();
        }
        long id = found.getLong(1);
        @Nullable StoredModel known = read.get(id);
        if (known == null) {
          known = load(connection, id);
          read.put(id, known);
        }
        return Optional.of(known);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The model " + name + " could not be read", e);
    }
  }

  private static StoredModel load(Connection connection, long id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT name, version, sha256, content, created FROM salus.model WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new StoredModel(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            row.getBytes(4),
            row.getTimestamp(5).toInstant());
      }
    }
  }
}
