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
  private static final String READY = "READY ";

  private final String name;
  private final Process process;
  private final int port;

  private ServerProcess(String name, Process process, int port) {
    this.name = name;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it says that it is ready.
   *
   * @param arguments everything behind the JVM's common flags
   * @throws BenchmarkFailure with the end of its output if it does not come up
   */
  static ServerProcess start(
      String name, Path output, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try {
        return new ServerProcess(name, process, awaitReady(name, process, output));
      } catch (BenchmarkFailure e) {
        stop(process);
        throw e;
      }
    } catch (IOException e) {
      throw new BenchmarkFailure(name + " cannot be started: " + e.getMessage(), e);
    }
  }

  Target target() {
    return new Target(name, port, process.pid());
  }

  @Override
  public void close() {
    stop(process);
  }

  private static int awaitReady(String name, Process process, Path output) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      Optional<String> ready = readyLine(output);
      if (ready.isPresent()) {
        return URI.create(ready.get().substring(READY.length()).strip()).getPort();
      }
      pause();
    }
    List<String> lines = Files.readAllLines(output);
    throw new BenchmarkFailure(
        "%s did not start:%n%s"
            .formatted(
                name,
                String.join(
                    System.lineSeparator(),
                    lines.subList(Math.max(0, lines.size() - 20), lines.size()))));
  }

  private static Optional<String> readyLine(Path output) throws IOException {
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

  /** Asks it to stop, waits, and ends it if it does not. */
  private static void stop(Process process) {
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
}
