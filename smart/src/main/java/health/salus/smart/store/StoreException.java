package health.salus.smart.store;

import java.sql.SQLException;

/**
 * Thrown if the database fails. PostgreSQL's messages quote values of rows, so this exception holds
 * only the SQL state and omits the cause on purpose.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(SQLException cause) {
    super("the database failed, SQL state " + cause.getSQLState());
    setStackTrace(cause.getStackTrace());
  }
}
