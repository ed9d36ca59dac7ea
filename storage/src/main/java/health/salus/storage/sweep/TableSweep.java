package health.salus.storage.sweep;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A walk over a table in the order of a key, one page at a time, beside the requests. It stops when
 * its {@link JobProgress} says so, after the page at hand, and can go on later from the last key of
 * that page. Rows that are written meanwhile are seen if their key is still ahead. Thread-safe.
 *
 * @param <K> type of the key
 * @param <R> type of a row
 */
public final class TableSweep<K, R> {
  private final JdbcClient client;
  private final String sql;
  private final Map<String, ?> parameters;
  private final int pageSize;
  private final RowReader<R> reader;
  private final Function<R, K> key;

  /** Reads one row. */
  @FunctionalInterface
  public interface RowReader<R> {
    /** Reads the row that the cursor is at. */
    R read(ResultSet row) throws SQLException;
  }

  /**
   * A walk over the rows of a query.
   *
   * @param sql selects rows with a key above {@code :after}, in the order of the key, at most
   *     {@code :page} of them
   * @param parameters further named parameters of the query; arrays are SQL arrays
   * @param key the key of a row
   */
  public TableSweep(
      DataSource dataSource,
      String sql,
      Map<String, ?> parameters,
      int pageSize,
      RowReader<R> reader,
      Function<R, K> key) {
    this.client = JdbcClient.create(dataSource);
    this.sql = sql;
    this.parameters = Map.copyOf(parameters);
    this.pageSize = pageSize;
    this.reader = reader;
    this.key = key;
  }

  /**
   * Hands every page to the work.
   *
   * @param after the key to begin behind
   */
  public void run(JobProgress progress, K after, Consumer<List<R>> work) {
    List<R> page = page(after);
    while (!page.isEmpty() && !progress.isStopped()) {
      work.accept(page);
      progress.add(page.size());
      page = page(key.apply(page.get(page.size() - 1)));
    }
  }

  private List<R> page(K after) {
    try {
      return client
          .sql(sql)
          .param("after", after)
          .param("page", pageSize)
          .params(parameters)
          .query((row, number) -> reader.read(row))
          .list();
    } catch (DataAccessException e) {
      throw new IllegalStateException("The rows of a table cannot be read", e);
    }
  }
}
