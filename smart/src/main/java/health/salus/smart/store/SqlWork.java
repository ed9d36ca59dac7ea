package health.salus.smart.store;

import java.sql.SQLException;

/** What happens within one transaction. */
@FunctionalInterface
public interface SqlWork<T> {
  T in(Statements sql) throws SQLException;
}
