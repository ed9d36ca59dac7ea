package health.salus.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a Java process of its own, whose output goes to a file. */
final class ServerProcess implements Closing.Closeable {
  /** The flags of the launcher, for both servers. */
  static final List<String> JVM_FLAGS = List.of("-Xms512m", "-Xmx4g", "-XX:+UseParallelGC");

  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int SHOWN_LINES = 20;
  private static final String READY = "READY ";

  private final String name;
  private final Process process;
  private final Path output;

  private ServerProcess(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it and does not wait, so that who starts it can see to its end first.
   *
   * @param arguments everything behind the JVM's common flags
   */
  static ServerProcess launch(
      String name, Path output, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    try {
      return new ServerProcess(name, builder.start(), output);
    } catch (IOException e) {
      throw new BenchmarkFailure(name + " cannot be started: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until it says that it is ready.
   *
   * @throws BenchmarkFailure with the end of its output if it does not come up
   */
  Target awaitReady() throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      Optional<String> ready = readyLine();
      if (ready.isPresent()) {
        int port = URI.create(ready.get().substring(READY.length()).strip()).getPort();
        return new Target(name, port, process.pid(), "");
      }
      pause();
    }
    List<String> lines = Files.readAllLines(output);
    List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
    throw new BenchmarkFailure(name + " did not start:\n" + String.join("\n", last));
  }

  /** Asks it to stop, waits, and ends it if it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> readyLine() throws IOException {
    try (Stream<String> lines = Files.lines(output)) {
      return lines.filter(line -> line.startsWith(READY)).findFirst();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("Interrupted", e);
    }
  }
}
