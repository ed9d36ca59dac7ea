package health.salus.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.cli.local.LocalServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code salus user}. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    description = "Local users of the running server on this machine.",
    footer = {
      "",
      "Example: ./salus user add jdoe --role clinician --fhir-user Practitioner/123 --second-factor"
    })
final class UserCommand {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the server on this machine. Default: ${DEFAULT-VALUE}.",
      defaultValue = "8080",
      scope = picocli.CommandLine.ScopeType.INHERIT)
  private int port = 8080;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of that server. Default: ${DEFAULT-VALUE}.",
      defaultValue = "./data",
      scope = picocli.CommandLine.ScopeType.INHERIT)
  private Path data = Path.of("data");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(name = "list", description = "Shows all users.")
  int list() throws IOException, InterruptedException {
    for (JsonNode user : server().users(Optional.empty())) {
      out()
          .printf(
              "%-24s %-28s %s%s%n",
              user.path("username").asText(),
              user.path("fhirUser").asText("-"),
              String.join(",", MAPPER.convertValue(user.path("roles"), String[].class)),
              user.path("enabled").asBoolean() ? "" : " disabled");
    }
    out().flush();
    return 0;
  }

  @Command(
      name = "add",
      description = "Creates a user, or gives one a new password, and shows it this once.")
  int add(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              required = true,
              split = ",",
              description =
                  "clinician, nurse, researcher, billing, patient, parent, privacy or admin.")
          List<String> roles,
      @Option(
              names = "--fhir-user",
              paramLabel = "REFERENCE",
              description = "Who that is in FHIR, such as Practitioner/123.")
          @Nullable String fhirUser,
      @Option(names = "--second-factor", description = "Demands a time-based one-time password.")
          boolean secondFactor)
      throws IOException, InterruptedException {
    ObjectNode user = MAPPER.createObjectNode().put("username", name);
    roles.forEach(user.withArray("/roles")::add);
    user.put("fhirUser", fhirUser).put("secondFactor", secondFactor);
    JsonNode made = server().users(Optional.of(user));
    out().println("password: " + made.path("password").asText());
    if (made.has("secondFactorSecret")) {
      out()
          .println("secret for the authenticator app: " + made.path("secondFactorSecret").asText());
    }
    out().flush();
    return 0;
  }

  @Command(name = "disable", description = "Keeps a user out; all tokens of the user end now.")
  int disable(@Parameters(paramLabel = "NAME") String name)
      throws IOException, InterruptedException {
    server().users(Optional.of(change(name, false)));
    return 0;
  }

  @Command(name = "enable", description = "Lets a user in again.")
  int enable(@Parameters(paramLabel = "NAME") String name)
      throws IOException, InterruptedException {
    server().users(Optional.of(change(name, true)));
    return 0;
  }

  private static ObjectNode change(String name, boolean enabled) {
    return MAPPER.createObjectNode().put("username", name).put("enabled", enabled);
  }

  private LocalServer server() {
    return new LocalServer(port, data);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
