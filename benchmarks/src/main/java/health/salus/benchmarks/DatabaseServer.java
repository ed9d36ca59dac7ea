package health.salus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The PostgreSQL server of both sides, as its files under the data folder describe it. */
final class DatabaseServer {
  static final String USER = "postgres";

  private static final String PROCESS_FILE = "postgresql/postmaster.pid";
  private static final String SALUS = "postgres";
  private static final String STOCK = "stock";

  private final long process;
  private final int port;
  private final String password;

  private DatabaseServer(long process, int port, String password) {
    this.process = process;
    this.port = port;
    this.password = password;
  }

  static DatabaseServer under(Path data) throws IOException {
    List<String> lines = Files.readAllLines(data.resolve(PROCESS_FILE));
    return new DatabaseServer(
        Long.parseLong(lines.get(0).strip()),
        Integer.parseInt(lines.get(3).strip()),
        Files.readString(data.resolve("keys/database-password")).strip());
  }

  /** Ends the server under this data folder if it outlived the process that owns it. */
  static void stopLeftover(Path data) {
    Path file = data.resolve(PROCESS_FILE);
    try {
      if (Files.exists(file)) {
        ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()))
            .filter(found -> found.info().command().orElse("").endsWith("postgres"))
            .ifPresent(ProcessHandle::destroy);
      }
    } catch (IOException e) {
      System.err.println("PostgreSQL under " + data + " may still run: " + e.getMessage());
    }
  }

  long process() {
    return process;
  }

  String password() {
    return password;
  }

  /** Makes the stock server's database and answers with its URL. */
  String createStockDatabase() {
    execute(SALUS, "CREATE DATABASE " + STOCK);
    return url(STOCK);
  }

  /** Gives both databases the same knowledge of what they hold. */
  void analyze() {
    execute(SALUS, "VACUUM ANALYZE");
    execute(STOCK, "VACUUM ANALYZE");
  }

  /** Bytes of Salus's database and of the other one, indexes included. */
  List<Long> sizes() {
    return List.of(size(SALUS), size(STOCK));
  }

  private long size(String database) {
    try (Connection connection = DriverManager.getConnection(url(database), USER, password);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new BenchmarkFailure("PostgreSQL tells no size: " + e.getMessage(), e);
    }
  }

  /** Writes out what one run left behind, so that it does not burden the next. */
  void checkpoint() {
    execute(SALUS, "CHECKPOINT");
  }

  private String url(String database) {
    return "jdbc:postgresql://localhost:%d/%s".formatted(port, database);
  }

  private void execute(String database, String sql) {
    try (Connection connection = DriverManager.getConnection(url(database), USER, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new BenchmarkFailure("PostgreSQL refuses %s: %s".formatted(sql, e.getMessage()), e);
    }
  }
}
