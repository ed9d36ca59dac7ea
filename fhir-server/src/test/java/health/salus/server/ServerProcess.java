package health.salus.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line in a process of its own, for tests that stop or kill it. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final List<String> output = new ArrayList<>();

  private ServerProcess(Process process) {
    this.process = process;
  }

  /** Runs a command of the command line with the class path of this test. */
  static ServerProcess run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx2g",
            "-cp",
            System.getProperty("java.class.path"),
            "-Dsalus.home=" + TestServer.home(),
            "-Dlogback.configurationFile=" + TestServer.home().resolve("config/logback.xml"),
            "health.salus.server.cli.Main"));
    command.addAll(Arrays.asList(arguments));
    return new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Waits for the READY line and answers with the port. */
  int awaitReady() {
    try {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.add(line);
        if (line.startsWith("READY ")) {
          return Integer.parseInt(line.replaceAll(".*:(\\d+)/fhir", "$1"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("the server ended: " + output);
  }

  /** Waits for the end and answers with everything that was printed. */
  String awaitEnd() {
    try {
      String rest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new AssertionError("the process does not end");
      }
      return String.join("\n", output) + rest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  int exitCode() {
    return process.exitValue();
  }

  /** SIGTERM. */
  void stop() {
    process.toHandle().destroy(); // the process's own method would close its output as well
    awaitEnd();
  }

  /** SIGKILL. */
  void kill() {
    process.toHandle().destroyForcibly();
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
  }
}
