package health.salus.cli.command;

import health.salus.server.config.ServerConfig;
import health.salus.server.part.Closing;
import health.salus.server.part.StartPhases;
import health.salus.server.part.Storage;
import health.salus.storage.facts.FactsRebuild;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code salus verify facts}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compares the facts that access decisions use with the resources, while no server runs on this"
          + " data folder. Exits with 1 if any is missing or differs.",
      "With --repair it writes those that are missing or stale."
    },
    footer = {"", "Example: ./salus verify facts"})
final class VerifyCommand implements Callable<Integer> {
  /** A subject of verification. */
  enum Subject {
    facts
  }

  @Mixin private final ServerOptions options = new ServerOptions();

  @Parameters(paramLabel = "WHAT", description = "facts")
  private Subject subject = Subject.facts;

  @Option(names = "--repair", description = "Write what is missing or stale first.")
  private boolean repair;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ServerConfig config = options.read();
    PrintWriter out = spec.commandLine().getOut();
    try (Closing closing = new Closing()) {
      FactsRebuild rebuild =
          Storage.open(config, Clock.systemUTC(), closing, new StartPhases()).factsRebuild();
      if (repair) {
        out.println("Written: " + rebuild.run());
      }
      List<String> faults = rebuild.verify();
      faults.forEach(out::println);
      out.println(
          faults.isEmpty() ? "The %s are right.".formatted(subject) : "Wrong: " + faults.size());
      out.flush();
      return faults.isEmpty() ? 0 : 1;
    }
  }
}
