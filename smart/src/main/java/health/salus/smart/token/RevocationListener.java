package health.salus.smart.token;

import health.salus.smart.revocation.Revocations;
import health.salus.smart.revocation.Revoked;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for revocations on other nodes, in one thread with its own connection. While the
 * connection is broken, the cache is bypassed.
 */
public final class RevocationListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationListener.class);
  private static final int WAIT_MILLIS = 5000;
  private static final int PING_SECONDS = 2;
  private static final long RETRY_MILLIS = 1000;

  private final DataSource dataSource;
  private final TokenCache cache;
  private final Thread thread = new Thread(this::run, "token-revocations");
  private volatile boolean closed;
  private volatile @Nullable Connection current;

  /** {@code dataSource} gives connections that may stay open for long. */
  public RevocationListener(DataSource dataSource, TokenCache cache) {
    this.dataSource = dataSource;
    this.cache = cache;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Connection connection = current;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("The listening connection was closed already");
      }
    }
  }

  private void run() {
    while (!closed) {
      try {
        listen();
      } catch (SQLException e) {
        cache.bypass();
        if (!closed) {
          LOG.warn(
              "Notices of revoked tokens do not arrive; every token is looked up until they do");
          pause();
        }
      }
    }
  }

  private void listen() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      current = connection;
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("LISTEN " + Revocations.CHANNEL);
      }
      cache.trust();
      PGConnection postgres = connection.unwrap(PGConnection.class);
      while (!closed) {
        hear(postgres.getNotifications(WAIT_MILLIS));
        if (!connection.isValid(PING_SECONDS)) {
          throw new SQLException("the listening connection is dead");
        }
      }
    }
  }

  private void hear(PGNotification @Nullable [] news) {
    if (news == null) {
      return;
    }
    for (PGNotification each : news) {
      Revoked.parse(each.getParameter()).ifPresent(cache::forget);
    }
  }

  private void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
