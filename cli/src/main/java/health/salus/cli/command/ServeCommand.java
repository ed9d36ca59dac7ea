package health.salus.cli.command;

import health.salus.server.Application;
import health.salus.server.config.ServerConfig;
import health.salus.server.smart.FirstPassword;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code salus serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Starts the server and runs until it is stopped (Ctrl-C or SIGTERM).")
final class ServeCommand implements Callable<Integer> {
  @Mixin private final ServerOptions options = new ServerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    ServerConfig config = options.read();
    Application application = new Application();
    Stop.onSignal(application);
    application.start(config);
    application
        .authorizationServer()
        .users()
        .createFirstAdministrator("admin")
        .ifPresent(FirstPassword::show);
    spec.commandLine().getOut().println("READY " + application.fhirBase());
    spec.commandLine().getOut().flush();
    new CountDownLatch(1).await();
    return 0;
  }
}
