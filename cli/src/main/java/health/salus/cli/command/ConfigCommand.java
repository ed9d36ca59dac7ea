package health.salus.cli.command;

import ca.uhn.fhir.context.FhirContext;
import health.salus.server.config.MaskingFile;
import health.salus.server.config.ServerConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code salus config}. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Looks after the settings.",
    subcommands = ConfigCommand.Check.class)
final class ConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

  /** {@code salus config check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Reads the settings and reports every fault at once.")
  static final class Check implements Callable<Integer> {
    @Mixin private final ServerOptions options = new ServerOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      ServerConfig config = options.read();
      MaskingFile.read(config.masking(), FhirContext.forR4Cached());
      config.encryption().search().policy(FhirContext.forR4Cached());
      spec.commandLine()
          .getOut()
          .printf(
              "%s is valid: port %d, %s.%n",
              options.config,
              config.server().port(),
              config.database().embedded() ? "embedded PostgreSQL" : config.database().url());
      return 0;
    }
  }
}
