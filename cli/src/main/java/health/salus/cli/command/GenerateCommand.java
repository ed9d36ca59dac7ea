package health.salus.cli.command;

import health.salus.cli.load.SyntheaGenerator;
import health.salus.cli.load.SyntheaOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code salus generate}. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = "Makes synthetic patients with Synthea, in a process of its own.",
    footer = {"", "Then: ./salus import ./synthea/fhir"})
final class GenerateCommand implements Callable<Integer> {
  @Option(
      names = "--patients",
      paramLabel = "N",
      required = true,
      description = "How many living people.")
  private int patients;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed and end give the same people. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private long seed = 1;

  @Option(
      names = "--years",
      paramLabel = "N",
      description = "Years of history. Default: ${DEFAULT-VALUE}.",
      defaultValue = "3")
  private int years = 3;

  @Option(
      names = "--end",
      paramLabel = "DATE",
      description = "Day on which the records end. Default: ${DEFAULT-VALUE}.",
      defaultValue = "2026-11-01")
  private LocalDate end = LocalDate.of(2026, 11, 1);

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default: ${DEFAULT-VALUE}.",
      defaultValue = "./synthea")
  private Path out = Path.of("synthea");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path pom = Home.path().resolve("examples/synthea/pom.xml");
    Path bundles =
        new SyntheaGenerator(pom).generate(new SyntheaOptions(patients, seed, end, years, out));
    spec.commandLine().getOut().println("Bundles: " + bundles);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
