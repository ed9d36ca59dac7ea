package health.salus.benchmarks;

import health.salus.stock.StockServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The stock server in a process of its own, on a database of its own beside Salus's. */
final class StockProcess {
  private StockProcess() {}

  static ServerProcess launch(
      Path home, Path folder, DatabaseServer database, boolean prettyPrint) {
    Path target = home.resolve("benchmarks/target");
    return ServerProcess.launch(
        "stock",
        folder.resolve("stock.log"),
        Map.of(StockServer.PASSWORD, database.password()),
        List.of(
            "-Dlogback.configurationFile=stock-logback.xml",
            "-cp",
            target.resolve("benchmarks.jar") + ":" + target.resolve("lib") + "/*",
            StockServer.class.getName(),
            "--url",
            database.createStockDatabase(),
            "--user",
            DatabaseServer.USER,
            "--pretty-print",
            Boolean.toString(prettyPrint)));
  }
}
