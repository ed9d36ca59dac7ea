package health.salus.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.cli.local.LocalServer;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code salus keys}. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Manages the keys of sealed storage, while the server runs.",
      "status   how many keys there are, how old, and how the last job does",
      "rotate   --kek: wraps all keys by a new key-encryption key; --patient ID: gives a patient a new key;",
      "         --index: gives the search index a new key",
      "reseal   seals what was stored in plain or is sealed under a retired key",
      "verify   opens every stored version; exits with 1 if one is not as it was sealed"
    },
    footer = {"", "Example: ./salus keys rotate --kek"})
final class KeysCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 500;

  /** An action on the keys. */
  enum Action {
    status,
    rotate,
    reseal,
    verify
  }

  @Parameters(paramLabel = "ACTION", description = "status, rotate, reseal or verify")
  private Action action = Action.status;

  @Option(names = "--kek", description = "Rotate the key-encryption key.")
  private boolean keyEncryptionKey;

  @Option(names = "--patient", paramLabel = "ID", description = "Rotate this patient's key.")
  private @Nullable String patient;

  @Option(names = "--index", description = "Rotate the key of the search index.")
  private boolean index;

  @Mixin private final LocalServerOptions local = new LocalServerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalServer server = local.server();
    PrintWriter out = spec.commandLine().getOut();
    JsonNode status = server.keys(job());
    while (action != Action.status && status.at("/job/state").asText().equals("RUNNING")) {
      Thread.sleep(POLL_MILLIS);
      status = server.keys(Optional.empty());
    }
    if (action == Action.status) {
      status.path("keys").forEach(keys -> print(out, keys));
      status
          .path("keyEncryptionKeys")
          .forEach(
              version ->
                  out.printf(
                      "Key-encryption key, version %d, %s old%n",
                      version.path("version").asInt(), age(version)));
    }
    JsonNode job = status.path("job");
    out.printf(
        "Last job: %s %s, %d looked at. %s%n",
        job.path("name").asText(),
        job.path("state").asText(),
        job.path("looked").asLong(),
        job.path("result").asText());
    job.path("faults").forEach(fault -> out.println(fault.asText()));
    out.flush();
    return job.path("state").asText().equals("FAILED") || !job.path("faults").isEmpty() ? 1 : 0;
  }

  private static void print(PrintWriter out, JsonNode keys) {
    out.printf(
        "%-10s %-9s %6d keys, wrapped by version %d, the oldest %s old%n",
        keys.path("purpose").asText(),
        keys.path("state").asText(),
        keys.path("keys").asLong(),
        keys.path("wrappedBy").asInt(),
        age(keys));
  }

  /** In days, or in hours on the first day. */
  private static String age(JsonNode of) {
    Duration age = Duration.ofSeconds(of.path("ageSeconds").asLong());
    return age.toDays() > 0 ? age.toDays() + " days" : age.toHours() + " hours";
  }

  private Optional<String> job() {
    return switch (action) {
      case status -> Optional.empty();
      case reseal -> Optional.of("reseal");
      case verify -> Optional.of("verify");
      case rotate -> Optional.of(rotation());
    };
  }

  private String rotation() {
    List<String> asked = new ArrayList<>();
    if (keyEncryptionKey) {
      asked.add("rotate-kek");
    }
    if (patient != null) {
      asked.add("rotate-patient?patient=" + patient);
    }
    if (index) {
      asked.add("rotate-index");
    }
    if (asked.size() != 1) {
      throw new StartFailure("Say which key: --kek, --patient ID or --index.");
    }
    return asked.get(0);
  }
}
