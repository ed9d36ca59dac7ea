package health.salus.cli.command;

import health.salus.cli.local.LocalServer;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that every command to a running server on this machine shares. */
final class LocalServerOptions {
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the server on this machine. Default: ${DEFAULT-VALUE}.",
      defaultValue = "8080")
  private int port = 8080;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of that server. Default: ${DEFAULT-VALUE}.",
      defaultValue = "./data")
  private Path data = Path.of("data");

  LocalServer server() {
    return new LocalServer(port, data);
  }
}
