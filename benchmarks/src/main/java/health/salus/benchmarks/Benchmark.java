package health.salus.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code ./salus benchmark}. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = {
      "Measures Salus against a stock HAPI JPA server of the same version on this machine.",
      "docs/benchmarks.md says what is measured and how to read it."
    })
public final class Benchmark implements Callable<Integer> {
  private static final int FULL_ROUNDS = 5;
  private static final int QUICK_ROUNDS = 3;
  private static final Duration FULL_WARM_UP = Duration.ofMinutes(2);
  private static final Duration QUICK_WARM_UP = Duration.ofSeconds(20);

  @Option(names = "--home", description = "Folder of the checkout. Default: ${DEFAULT-VALUE}.")
  private Path home = Path.of(".");

  @Option(names = "--quick", description = "Three short rounds instead of five full ones.")
  private boolean quick;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there as well.")
  private @Nullable Path json;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these: read, family, observations, everything, predict, cds, door-read, "
              + "door-observations, consent-read, consent-family, consent-observations, create, "
              + "ingest.")
  private List<String> workloads = Workloads.NAMES;

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each workload.")
  private @Nullable Integer rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Longest warm-up of a workload. Default: 120, with --quick 20.")
  private @Nullable Integer warmUpSeconds;

  @Option(
      names = "--stock-pretty-print",
      paramLabel = "true|false",
      arity = "1",
      description = "Whether the stock server indents its answers. Default: ${DEFAULT-VALUE}.")
  private boolean stockPrettyPrint = true;

  @Option(
      names = "--against",
      paramLabel = "stock|plain",
      description = "The stock server, or Salus with sealing off. Default: ${DEFAULT-VALUE}.")
  private RunOptions.Other against = RunOptions.Other.stock;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private Benchmark() {}

  /** Runs and ends the process with 0, or with another code if there is no result. */
  public static void main(String[] arguments) {
    CommandLine commandLine = new CommandLine(new Benchmark());
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command
              .getErr()
              .println(
                  "No result: "
                      + (failure instanceof BenchmarkFailure ? failure.getMessage() : failure));
          return 1;
        });
    System.exit(commandLine.execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    RunOptions options = options();
    PrintWriter out = spec.commandLine().getOut();
    String machine = Machine.describe(home);
    String loadBefore = Machine.load();
    try (Comparison comparison =
        Comparison.start(home.toAbsolutePath().normalize(), options, spec.commandLine().getErr())) {
      List<Row> rows = comparison.run();
      out.println(machine);
      out.printf(
          "%d rounds%s; load average %s before, %s after%n%n",
          options.rounds(), quick ? " (quick)" : "", loadBefore, Machine.load());
      out.println(Report.tables(rows, against.name()));
      out.flush();
      if (json != null) {
        Report.write(rows, json);
      }
    }
    return 0;
  }

  private RunOptions options() {
    workloads.stream()
        .filter(name -> !Workloads.NAMES.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new ParameterException(
                  spec.commandLine(),
                  "--workload must be one of %s but is %s".formatted(Workloads.NAMES, name));
            });
    int standardRounds = quick ? QUICK_ROUNDS : FULL_ROUNDS;
    Duration standardWarmUp = quick ? QUICK_WARM_UP : FULL_WARM_UP;
    return new RunOptions(
        workloads,
        rounds == null ? standardRounds : Math.max(1, rounds),
        quick,
        warmUpSeconds == null ? standardWarmUp : Duration.ofSeconds(warmUpSeconds),
        stockPrettyPrint,
        against);
  }
}
