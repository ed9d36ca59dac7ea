package health.salus.smart.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Turns the row at which the result stands into a record. */
@FunctionalInterface
public interface RowReader<T> {
  T read(ResultSet row) throws SQLException;
}
