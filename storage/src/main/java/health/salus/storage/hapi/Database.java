package health.salus.storage.hapi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import health.salus.storage.setting.StartFailure;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The connection pool, and the embedded server behind it where there is one. Thread-safe. */
public final class Database implements AutoCloseable {
  /**
   * Schema of HAPI's tables. PostgreSQL looks into the schema of the user's name first: for a user
   * called salus it would find our schema, and HAPI would create all of its tables again.
   */
  private static final String SCHEMA = "public";

  private static final int KEY_POOL_SIZE = 3;

  private final @Nullable EmbeddedDatabase embedded;
  private final HikariDataSource pool;
  private final HikariDataSource keyPool;

  private Database(
      @Nullable EmbeddedDatabase embedded, HikariDataSource pool, HikariDataSource keyPool) {
    this.embedded = embedded;
    this.pool = pool;
    this.keyPool = keyPool;
  }

  /**
   * Opens the configured database, or starts the embedded one.
   *
   * @throws StartFailure if it cannot be reached; the message never holds a password
   */
  public static Database open(DatabaseConfig config, DataFolder folder) {
    @Nullable EmbeddedDatabase embedded = config.embedded() ? EmbeddedDatabase.start(folder) : null;
    HikariConfig hikari = hikari(config, embedded);
    hikari.setPoolName("salus");
    hikari.setMaximumPoolSize(config.poolSize());
    hikari.setMinimumIdle(Math.min(4, config.poolSize()));
    hikari.setAutoCommit(false);
    HikariConfig keys = hikari(config, embedded);
    keys.setPoolName("salus-keys");
    keys.setMaximumPoolSize(KEY_POOL_SIZE);
    keys.setMinimumIdle(1);
    keys.setInitializationFailTimeout(-1); // the other pool has told whether the database answers
    try {
      return new Database(embedded, new HikariDataSource(hikari), new HikariDataSource(keys));
    } catch (HikariPool.PoolInitializationException e) {
      if (embedded != null) {
        embedded.close();
      }
      throw new StartFailure(unreachable(config, e), e);
    }
  }

  private static HikariConfig hikari(DatabaseConfig config, @Nullable EmbeddedDatabase embedded) {
    HikariConfig hikari = new HikariConfig();
    if (embedded != null) {
      hikari.setJdbcUrl(embedded.url());
      hikari.setUsername(embedded.user());
      hikari.setPassword(embedded.password());
    } else {
      hikari.setJdbcUrl(config.url());
      hikari.setUsername(config.user());
      hikari.setPassword(config.password());
    }
    hikari.setConnectionTimeout(config.connectionTimeout().toMillis());
    hikari.setInitializationFailTimeout(config.connectionTimeout().toMillis());
    hikari.addDataSourceProperty("reWriteBatchedInserts", "true");
    hikari.addDataSourceProperty("prepareThreshold", "3");
    hikari.addDataSourceProperty("ApplicationName", "salus");
    hikari.addDataSourceProperty("currentSchema", SCHEMA); // unless the URL names one
    return hikari;
  }

  public HikariDataSource dataSource() {
    return pool;
  }

  /**
   * Connections for the sealing keys, which commit each statement. A pool of its own: a request
   * asks for a key while it holds a connection.
   */
  public DataSource keyDataSource() {
    return keyPool;
  }

  /** Connections outside the pool that commit each statement, which HAPI's migrator relies on. */
  public DataSource migrationDataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(pool.getJdbcUrl());
    if (source.getCurrentSchema() == null) {
      source.setCurrentSchema(SCHEMA);
    }
    if (pool.getUsername() != null) {
      source.setUser(pool.getUsername());
    }
    if (pool.getPassword() != null) {
      source.setPassword(pool.getPassword());
    }
    return source;
  }

  /** Whether the database answers a query now. */
  public boolean answers() {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    pool.close();
    keyPool.close();
    if (embedded != null) {
      embedded.close();
    }
  }

  private static String unreachable(DatabaseConfig config, Throwable failure) {
    String state = sqlState(failure);
    String reason =
        switch (state) {
          case "28P01", "28000" ->
              "it refuses the user or the password. Set database.user and database.password";
          case "3D000" -> "that database does not exist. Create it with createdb";
          default -> "it does not answer. Look at database.url and whether PostgreSQL runs there";
        };
    return "The database %s cannot be opened: %s.".formatted(config.url(), reason);
  }

  private static String sqlState(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }
}
