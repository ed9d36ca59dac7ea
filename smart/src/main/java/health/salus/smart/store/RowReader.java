package health.salus.smart.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the current row of a result into a record. */
@FunctionalInterface
public interface RowReader<T> {
  T read(ResultSet row) throws SQLException;
}
