package health.salus.smart.store;

import java.sql.SQLException;

/** The work of one transaction. */
@FunctionalInterface
public interface SqlWork<T> {
  T in(Statements sql) throws SQLException;
}
