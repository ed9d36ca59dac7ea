package health.salus.smart.store;

import java.sql.SQLException;

/**
 * The database failed. PostgreSQL quotes values of rows in its messages, so only the state's code
 * goes on, and the cause is left out on purpose.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(SQLException cause) {
    super("the database failed, SQL state " + cause.getSQLState());
    setStackTrace(cause.getStackTrace());
  }
}
