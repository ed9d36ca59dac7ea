package health.salus.server.cli;

import health.salus.server.demo.LocalServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code salus train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a model of config/models on the records of the running server and shows how it does on"
          + " patients it has not seen."
    },
    footer = {"", "Example: ./salus train heart-disease"})
final class TrainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "Name of the model's folder in config/models.")
  private String model = "";

  @Option(names = "--port", paramLabel = "N", description = "Port of the server on this machine.")
  private int port = 8080;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of that server. Default: ${DEFAULT-VALUE}.",
      defaultValue = "./data")
  private Path data = Path.of("data");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    spec.commandLine().getOut().println(new LocalServer(port, data).train(model));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
