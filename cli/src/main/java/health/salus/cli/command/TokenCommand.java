package health.salus.cli.command;

import health.salus.cli.local.LocalTokens;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code salus token}. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Prints one access token of the server that runs on this machine, and nothing else.",
      "For the owner of its data folder. The server records each of these tokens."
    })
final class TokenCommand implements Callable<Integer> {
  @Mixin private final ServerOptions options = new ServerOptions();

  @ArgGroup(multiplicity = "1")
  private Holder holder = new Holder();

  @Option(
      names = "--patient",
      paramLabel = "ID",
      description = "The patient in context. Default: whom the user of the demo is or stands for.")
  private @Nullable String patient;

  @Option(
      names = "--scope",
      paramLabel = "SCOPES",
      description = "What the token is for, separated by blanks. Default: what fits who it is for.")
  private @Nullable String scope;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Whose token it is. */
  private static final class Holder {
    @Option(
        names = "--user",
        paramLabel = "NAME",
        description = {
          "A user; the demo has clinician, nurse, researcher, billing, patient, parent, privacy and"
              + " admin."
        })
    private @Nullable String user;

    @Option(
        names = "--client",
        paramLabel = "ID",
        description = "A backend service with a key in demo-access.json: demo-backend.")
    private @Nullable String client;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    int port = options.read().server().port();
    if (port == 0) {
      throw new StartFailure("Say with --port where the server listens.");
    }
    LocalTokens tokens = new LocalTokens(port, options.data.normalize(), Clock.systemUTC());
    String token =
        holder.user == null
            ? tokens.forClient(String.valueOf(holder.client), Optional.ofNullable(scope))
            : tokens.forUser(holder.user, Optional.ofNullable(patient), Optional.ofNullable(scope));
    spec.commandLine().getOut().println(token);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
