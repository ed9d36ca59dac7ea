package health.salus.cli.command;

import health.salus.server.config.ServerConfig;
import health.salus.storage.hapi.DataFolder;
import health.salus.storage.hapi.Database;
import health.salus.storage.hapi.SchemaMigration;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code salus migrate}. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Brings the database to this release's schema; serve does it by itself.",
      "With --dry-run it lists the steps and changes nothing."
    })
final class MigrateCommand implements Callable<Integer> {
  @Mixin private final ServerOptions options = new ServerOptions();

  @Option(names = "--dry-run", description = "List what would be done.")
  private boolean dryRun;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ServerConfig config = options.read();
    PrintWriter out = spec.commandLine().getOut();
    try (DataFolder folder = DataFolder.take(config.data());
        Database database = Database.open(config.database(), folder)) {
      SchemaMigration schema = new SchemaMigration(database.migrationDataSource());
      List<String> pending = schema.pending();
      pending.forEach(out::println);
      if (pending.isEmpty()) {
        out.println("The schema is up to date.");
      } else if (!dryRun) {
        schema.migrate();
        out.println("Done: " + pending.size() + " steps.");
      }
      out.flush();
      return 0;
    }
  }
}
