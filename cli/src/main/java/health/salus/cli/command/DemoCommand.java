package health.salus.cli.command;

import health.salus.cli.load.BundleImporter;
import health.salus.cli.load.ImportOptions;
import health.salus.cli.load.ImportResult;
import health.salus.cli.local.LocalServer;
import health.salus.server.Application;
import health.salus.server.config.ServerConfig;
import health.salus.server.demo.DemoConsents;
import health.salus.server.demo.DemoFamily;
import health.salus.server.demo.DemoSeed;
import health.salus.server.demo.DemoServlet;
import health.salus.server.demo.SamplePatient;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code salus demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a server, loads synthetic patients over the REST API, trains a model on them and shows"
          + " what to try.",
      "With data from an earlier run it goes on where that stopped."
    })
final class DemoCommand implements Callable<Integer> {
  @Mixin private final ServerOptions options = new ServerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerConfig config = options.read();
    PrintWriter out = spec.commandLine().getOut();
    Application application = new Application(Map.of("/demo/*", new DemoServlet()));
    Stop.onSignal(application);
    application.start(config);
    new DemoSeed(
            application.authorizationServer().users(), application.authorizationServer().clients())
        .seed(config.data(), application.serverUrl());
    LocalServer server = new LocalServer(application.port(), config.data());
    out.println("The server answers; loading the sample ...");
    out.flush();
    load(server, config.data());
    server.put(DemoFamily.parentPath(), DemoFamily.parent());
    DemoConsents.load(Home.path().resolve("examples/consents"), server::put);
    out.println("Training " + config.models().standard() + " ...");
    out.flush();
    out.println(server.train(config.models().standard()));
    SamplePatient patient = SamplePatient.ofDemo();
    out.println(patient.invitation(application.port(), tokenCommand(application, config.data())));
    out.println("READY " + application.fhirBase());
    out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private static String tokenCommand(Application application, Path data) {
    return "./salus token --port %d --data %s --user clinician".formatted(application.port(), data);
  }

  private static void load(LocalServer server, Path data) throws IOException, InterruptedException {
    Path synthea = Home.path().resolve("examples/synthea");
    ImportOptions options =
        ImportOptions.defaults(server.fhirBase(), data.resolve("import"))
            .withBearerToken(server.administratorToken());
    ImportResult result =
        new BundleImporter(
                options, System.err, CommandLine.Help.Ansi.AUTO.enabled(), Clock.systemUTC())
            .run(List.of(synthea.resolve("sample"), synthea.resolve("cohort")));
    if (!result.successful()) {
      throw new StartFailure("The sample could not be loaded: " + result.report());
    }
  }
}
