package health.salus.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private final LocalServerOptions local = new LocalServerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    spec.commandLine().getOut().println(local.server().train(model));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
