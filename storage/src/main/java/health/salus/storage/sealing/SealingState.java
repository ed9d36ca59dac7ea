package health.salus.storage.sealing;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Whether everything stored is sealed and indexed as the settings say. The database records it when
 * all is done, so interrupted work is started again. Thread-safe.
 */
final class SealingState {
  private final DataSource dataSource;
  private final String settings;
  private final boolean enabled;

  SealingState(DataSource dataSource, EncryptionConfig config) {
    this.dataSource = dataSource;
    this.enabled = config.enabled();
    List<Object> said =
        enabled
            ? List.of(
                new TreeSet<>(config.plainTypes()),
                config.search().enabled(),
                new TreeSet<>(config.search().elements()),
                new TreeSet<>(config.search().labels()),
                config.search().prefixes())
            : List.of();
    this.settings = Hashing.sha256().hashString(said.toString(), StandardCharsets.UTF_8).toString();
  }

  /** Whether nothing is to be done; what never was sealed need not be made plain. */
  boolean isReached() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT settings FROM salus.sealing_state");
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getString(1).equals(settings) : !enabled;
    } catch (SQLException e) {
      throw new IllegalStateException("The state of sealing cannot be read", e);
    }
  }

  /** Says that all is done. */
  void reached() {
    String sql =
        "INSERT INTO salus.sealing_state (settings) VALUES (?)"
            + " ON CONFLICT (one) DO UPDATE SET settings = EXCLUDED.settings";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, settings);
      update.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("The state of sealing cannot be written", e);
    }
  }
}
