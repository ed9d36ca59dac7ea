package health.salus.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads CPU time from Linux's /proc. It counts in ticks of 10 ms, so only spans of seconds mean
 * something.
 */
final class CpuClock {
  private static final Path PROC = Path.of("/proc");

  /** USER_HZ, which Linux fixes at 100 for all programs on every platform Java runs on. */
  private static final double MILLIS_PER_TICK = 10;

  // Places in /proc/PID/stat, counted behind the command's closing parenthesis.
  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private final long postmaster;

  /** A clock for servers on the database whose parent process is this one. */
  CpuClock(long postmaster) {
    this.postmaster = postmaster;
  }

  CpuTime read(long server) {
    try {
      return new CpuTime(
          own(fields(PROC.resolve(Long.toString(server))).orElseThrow()), jit(server), database());
    } catch (IOException e) {
      throw new UncheckedIOException("The CPU time of process " + server + " cannot be read", e);
    }
  }

  private static double jit(long server) throws IOException {
    double sum = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(server + "/task"))) {
      for (Path thread : threads) {
        String name = text(thread.resolve("comm")).orElse("");
        if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) {
          sum += fields(thread).map(CpuClock::own).orElse(0.0);
        }
      }
    }
    return sum;
  }

  /** The postmaster, its living children, and those that have ended. */
  private double database() throws IOException {
    double sum = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        Optional<String[]> fields = fields(process);
        if (process.getFileName().toString().equals(Long.toString(postmaster))) {
          sum += fields.map(found -> own(found) + ended(found)).orElse(0.0);
        } else if (fields.isPresent() && Long.parseLong(fields.get()[PARENT]) == postmaster) {
          sum += own(fields.get());
        }
      }
    }
    return sum;
  }

  private static double own(String[] fields) {
    return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * MILLIS_PER_TICK;
  }

  private static double ended(String[] fields) {
    return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]))
        * MILLIS_PER_TICK;
  }

  /** What stands behind the name of a process or thread; nothing if it has ended meanwhile. */
  private static Optional<String[]> fields(Path process) throws IOException {
    return text(process.resolve("stat"))
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
  }

  private static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // A process that ends between open and read answers ESRCH.
      if (Files.exists(file)) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
