package health.salus.cli.command;

import health.salus.server.Application;
import health.salus.server.config.ServerConfig;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code salus rehearse}: one start, one request, one stop. The launcher runs it after a build, so
 * that Java can store the classes of a start as it needs them.
 */
@Command(
    name = "rehearse",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Starts a server, asks for its CapabilityStatement and stops it.")
final class RehearseCommand implements Callable<Integer> {
  @Mixin private final ServerOptions options = new ServerOptions();

  @Override
  public Integer call() throws InterruptedException {
    ServerConfig config = options.read();
    try (Application application = new Application()) {
      application.start(config);
      URI metadata = URI.create("http://localhost:" + application.port() + "/fhir/metadata");
      HttpRequest request = HttpRequest.newBuilder(metadata).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode() == 200
          ? 0
          : Main.FAILED;
    } catch (IOException e) {
      throw new StartFailure("The server that was started does not answer.", e);
    }
  }
}
