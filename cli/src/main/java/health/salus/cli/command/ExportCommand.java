package health.salus.cli.command;

import health.salus.cli.load.Exporter;
import health.salus.cli.local.LocalServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code salus export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes everything that is stored and current into one NDJSON file for each type, in plain.",
      "For the owner of the data folder of a server that runs on this machine, which records it first.",
      "./salus import takes the files. A file that ends with .part is not whole."
    },
    footer = {"", "Example: ./salus export /secure/export"})
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "An empty folder, or one that is to be made.")
  private Path folder = Path.of("export");

  @Mixin private final LocalServerOptions local = new LocalServerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalServer server = local.server();
    Map<String, Long> written =
        new Exporter(server.fhirBase(), server.administratorToken(), Clock.systemUTC()).run(folder);
    PrintWriter out = spec.commandLine().getOut();
    written.forEach((type, count) -> out.printf("%s.ndjson: %d resources%n", type, count));
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "The files in %s are plain: whoever reads them reads every patient. Delete them after use.%n",
        folder);
    err.flush();
    return 0;
  }
}
