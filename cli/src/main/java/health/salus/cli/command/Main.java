package health.salus.cli.command;

import health.salus.storage.setting.ConfigException;
import health.salus.storage.setting.StartFailure;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/**
 * The command line. Every command ends with 0, or with one line on standard error and another code.
 */
@Command(
    name = "salus",
    mixinStandardHelpOptions = true,
    version = "Salus 0.1.0",
    description = {
      "A FHIR R4 server that guards patient data and puts diagnosis models in front of clinicians.",
      ""
    },
    footer = {
      "",
      "First steps:",
      "  ./salus demo            a server with sample patients and a trained model",
      "  ./salus serve           an empty server, data kept in ./data",
      "  ./salus import DIR      load bundles or NDJSON into a running server",
      "  ./salus export DIR      everything that is stored, in plain NDJSON",
      "  ./salus token --user U  an access token for curl and scripts",
      "",
      "Shell completion: source <(./salus completion)"
    },
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      RehearseCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      GenerateCommand.class,
      TrainCommand.class,
      KeysCommand.class,
      TokenCommand.class,
      UserCommand.class,
      MigrateCommand.class,
      VerifyCommand.class,
      ConfigCommand.class
    })
public final class Main {
  static final int FAILED = 1;

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Exit.with(commandLine().execute(arguments));
  }

  /** The whole command line, also for those who test or document it. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.addSubcommand("completion", new GenerateCompletion());
    commandLine.setExecutionExceptionHandler(oneLine());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine;
  }

  private static IExecutionExceptionHandler oneLine() {
    return (failure, command, parsed) -> {
      if (failure instanceof ConfigException config) {
        config.faults().forEach(fault -> command.getErr().println("config: " + fault));
        return FAILED;
      }
      if (failure instanceof StartFailure) {
        command.getErr().println(failure.getMessage());
        return FAILED;
      }
      command.getErr().println("Failed: " + failure);
      return FAILED;
    };
  }
}
