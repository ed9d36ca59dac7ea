package health.salus.cli.command;

import health.salus.server.config.ServerConfig;
import health.salus.storage.setting.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command with a server shares. */
final class ServerOptions {
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on; 0 takes a free one. Default: server.port, 8080.")
  @Nullable Integer port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for everything that is kept. Default: ${DEFAULT-VALUE}.",
      defaultValue = "./data")
  Path data = Path.of("data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file. Default: ${DEFAULT-VALUE}.",
      defaultValue = "${sys:salus.home:-.}/config/salus.yaml")
  Path config = Path.of("config/salus.yaml");

  ServerConfig read() {
    if (!Files.exists(config)) {
      throw new ConfigException(List.of("the settings file " + config + " does not exist"));
    }
    ServerConfig read = ServerConfig.read(config, data.normalize(), System::getenv);
    return port == null ? read : read.withPort(port);
  }
}
