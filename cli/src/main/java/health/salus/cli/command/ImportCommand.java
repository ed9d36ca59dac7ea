package health.salus.cli.command;

import health.salus.cli.load.BundleImporter;
import health.salus.cli.load.ImportOptions;
import health.salus.cli.load.ImportResult;
import health.salus.cli.local.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code salus import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Loads transaction and batch bundles (.json) and bulk data (.ndjson), also gzipped, into a"
          + " running server over REST.",
      "It can be stopped and run again: what was acknowledged is skipped. Ends with another code"
          + " than 0 if anything was refused, and says what and why."
    },
    footer = {"", "Example: ./salus import examples/synthea/sample"})
final class ImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR|FILE", arity = "1..*", description = "What to load.")
  private List<Path> paths = List.of();

  @Option(names = "--port", paramLabel = "N", description = "Port of the server on this machine.")
  private int port = 8080;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "FHIR base of another server; its access token is read from the variable SALUS_TOKEN.")
  private @Nullable String url;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Data folder of the server on this machine, which also remembers what was acknowledged.",
        "Default: ${DEFAULT-VALUE}."
      },
      defaultValue = "./data")
  private Path data = Path.of("data");

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Requests at once. Default: ${DEFAULT-VALUE}.",
      defaultValue = "4")
  private int connections = 4;

  @Option(
      names = "--max-entries",
      paramLabel = "N",
      description =
          "Larger bundles are cut where their references allow. Default: ${DEFAULT-VALUE}.",
      defaultValue = "400")
  private int maxEntries = 400;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    String base = url == null ? "http://localhost:" + port + "/fhir" : url.replaceAll("/+$", "");
    ImportOptions options =
        new ImportOptions(
            URI.create(base),
            data.resolve("import"),
            connections,
            maxEntries,
            6,
            Duration.ofMillis(500),
            token());
    ImportResult result =
        new BundleImporter(
                options, System.err, CommandLine.Help.Ansi.AUTO.enabled(), Clock.systemUTC())
            .run(paths);
    spec.commandLine().getOut().print(result.report());
    spec.commandLine().getOut().flush();
    return result.successful() ? 0 : Main.FAILED;
  }

  private Supplier<Optional<String>> token() {
    return url == null
        ? new LocalServer(port, data).administratorToken()
        : () -> Optional.ofNullable(System.getenv("SALUS_TOKEN"));
  }
}
