package health.salus.storage.key;

import health.salus.interceptors.crypto.DataKey;
import health.salus.interceptors.crypto.KeyUnavailable;
import health.salus.interceptors.crypto.KeyWrapping;
import health.salus.storage.sweep.JobProgress;
import health.salus.storage.sweep.TableSweep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wraps keys again that are wrapped by another version than the current one. Thread-safe. */
public final class KeyRewrapping {
  private static final int AT_ONCE = 100;

  private static final String NEXT =
      "SELECT "
          + KeyStoreTable.COLUMNS
          + " FROM salus.sealing_key WHERE wrapped_by <> :version AND wrapped IS NOT NULL"
          + " AND key_id > :after ORDER BY key_id LIMIT :page";

  private final DataSource dataSource;
  private final KeyStoreTable keys;

  /**
   * The keys in this database.
   *
   * @param dataSource connections that commit each statement
   */
  public KeyRewrapping(DataSource dataSource, KeyStoreTable keys) {
    this.dataSource = dataSource;
    this.keys = keys;
  }

  /** Whether there is such a key. */
  boolean isDue() {
    return JdbcClient.create(dataSource)
        .sql(
            "SELECT EXISTS (SELECT FROM salus.sealing_key WHERE wrapped_by <> ?"
                + " AND wrapped IS NOT NULL)")
        .param(keys.wrapping().currentVersion())
        .query(Boolean.class)
        .single();
  }

  /** The result of a run; faults name keys that cannot be unwrapped, which stay as they are. */
  public record Wrapped(long keys, List<String> faults) {
    public Wrapped {
      faults = List.copyOf(faults);
    }

    Wrapped and(Wrapped more) {
      return new Wrapped(keys + more.keys, more.faults); // what failed before was tried again
    }
  }

  /** Wraps all there are, or until the server stops. */
  Wrapped run(JobProgress progress) {
    progress.enter("wrapping keys");
    KeyWrapping current = keys.wrapping();
    List<String> faults = new ArrayList<>();
    AtomicLong wrapped = new AtomicLong();
    new TableSweep<>(
            dataSource,
            NEXT,
            Map.of("version", current.currentVersion()),
            AT_ONCE,
            this::read,
            Row::id)
        .run(
            progress,
            new byte[0],
            page -> page.forEach(row -> wrapped.addAndGet(wrap(row, current, faults) ? 1 : 0)));
    return new Wrapped(wrapped.get(), faults);
  }

  /**
   * A wrapped key.
   *
   * @param before how it is wrapped now
   * @param context what the wrapping is bound to
   * @param key the key itself, or why it cannot be had
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(byte[] id, byte[] before, String context, Unwrapped key) {}

  /** Either is there. */
  private record Unwrapped(Optional<DataKey> key, String fault) {}

  private Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getBytes("key_id"), row.getBytes("wrapped"), KeyStoreTable.context(row), unwrap(row));
  }

  private Unwrapped unwrap(ResultSet row) throws SQLException {
    try {
      return new Unwrapped(keys.read(row), "");
    } catch (SealingFailure e) {
      if (!e.isOfOneKey()) {
        throw e;
      }
      return new Unwrapped(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /** Changes nothing if the key was destroyed or wrapped again in between. */
  private boolean wrap(Row row, KeyWrapping current, List<String> faults) {
    if (row.key().key().isEmpty()) {
      faults.add(row.key().fault());
      return false;
    }
    DataKey key = row.key().key().get();
    try {
      return JdbcClient.create(dataSource)
              .sql(
                  "UPDATE salus.sealing_key SET wrapped = ?, wrapped_by = ?, changed_at = now()"
                      + " WHERE key_id = ? AND wrapped = ?")
              .params(
                  current.wrap(key.secret(), row.context()),
                  current.currentVersion(),
                  row.id(),
                  row.before())
              .update()
          == 1;
    } catch (KeyUnavailable e) {
      throw new SealingFailure("No key can be wrapped again: " + e.getMessage(), e);
    }
  }
}
