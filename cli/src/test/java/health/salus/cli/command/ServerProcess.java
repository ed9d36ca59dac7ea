package health.salus.cli.command;

import health.salus.server.TestServer;
import health.salus.stock.StockServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line in a process of its own, for tests that stop or kill it. */
public final class ServerProcess implements AutoCloseable {
  private static final long LIMIT = TimeUnit.MINUTES.toNanos(10);

  /** These processes end soon: the second compiler would cost more than it brings. */
  private static final List<String> FAST_START =
      List.of("-Xmx2g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Process process;
  private final Path output;

  private ServerProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Runs a command of the command line with the class path of this test. */
  public static ServerProcess run(String... arguments) throws IOException {
    List<String> more =
        List.of(
            "-Dsalus.home=" + TestServer.home(),
            "-Dlogback.configurationFile=" + TestServer.home().resolve("config/logback.xml"),
            "health.salus.cli.command.Main");
    return java(
        Map.of(), Stream.concat(more.stream(), Arrays.stream(arguments)).toArray(String[]::new));
  }

  private static ServerProcess java(Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FAST_START);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(Arrays.asList(arguments));
    Path output = Files.createTempFile("salus", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new ServerProcess(builder.start(), output);
  }

  /** A server on a free port, or on another if {@code more} names one. */
  public static ServerProcess serve(Path data, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("serve", "--data", data.toString()));
    if (!Arrays.asList(more).contains("--port")) {
      arguments.addAll(List.of("--port", "0"));
    }
    arguments.addAll(Arrays.asList(more));
    return run(arguments.toArray(String[]::new));
  }

  /** HAPI's own server as its starter sets it up, on this database. */
  public static ServerProcess stock(DebianPostgres database) throws IOException {
    return java(
        Map.of(StockServer.PASSWORD, DebianPostgres.PASSWORD),
        "-Dlogback.configurationFile=stock-logback.xml",
        StockServer.class.getName(),
        "--url",
        database.url(),
        "--user",
        DebianPostgres.USER);
  }

  /** Waits for the READY line and answers with the port. */
  public int awaitReady() {
    long start = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - start < LIMIT) {
      Optional<String> ready =
          output().lines().filter(line -> line.matches("READY .*:\\d+/fhir")).findFirst();
      if (ready.isPresent()) {
        return Integer.parseInt(ready.get().replaceAll(".*:(\\d+)/fhir", "$1"));
      }
      pause();
    }
    throw new AssertionError("the server ended or does not come up: " + output());
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What was printed so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end and answers with everything that was printed. */
  public String awaitEnd() {
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new AssertionError("the process does not end");
      }
      return output();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public int exitCode() {
    return process.exitValue();
  }

  /** SIGTERM. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** How many PostgreSQL processes run on this data folder. */
  static long databaseProcesses(Path data) {
    String folder = data.resolve("postgresql").toAbsolutePath().toString();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .map(each -> each.resolve("cmdline"))
          .filter(each -> commandLine(each).contains(folder))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String commandLine(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // not a process, or one that ended meanwhile
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
