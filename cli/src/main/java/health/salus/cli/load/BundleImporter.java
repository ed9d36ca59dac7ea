package health.salus.cli.load;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Loads files into a FHIR server over REST: bundles ({@code .json}) and bulk data ({@code
 * .ndjson}), both also gzipped. It can be stopped and run again: what was acknowledged is skipped,
 * and what is sent twice changes nothing, except resources that come without any id.
 *
 * <p>Files go out in waves, several files of a wave at a time: hospitals and practitioners first,
 * because patients refer to them. One bad file does not stop the others.
 */
public final class BundleImporter {
  private final ImportOptions options;
  private final PrintStream progressOut;
  private final boolean terminal;
  private final Clock clock;

  /** {@code terminal}: whether {@code progressOut} can renew a line. */
  public BundleImporter(
      ImportOptions options, PrintStream progressOut, boolean terminal, Clock clock) {
    this.options = options;
    this.progressOut = progressOut;
    this.terminal = terminal;
    this.clock = clock;
  }

  /**
   * Imports files, and what lies in folders.
   *
   * @throws IOException if the state folder cannot be used; trouble with a file or with the server
   *     is in the result
   */
  public ImportResult run(List<Path> paths) throws IOException, InterruptedException {
    ConcurrentLinkedQueue<ImportFailure> failures = new ConcurrentLinkedQueue<>();
    List<Path> files = find(paths, failures);
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    ImportProgress progress = new ImportProgress(progressOut, terminal, clock, bytes);
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    BundleSender sender = new BundleSender(client, options);
    try (ImportJournal journal = ImportJournal.open(options.stateFolder(), options.base())) {
      FileTask task = new FileTask(options.maxEntries(), sender, journal, progress, failures::add);
      for (List<ImportFile> wave : waves(files, failures)) {
        send(wave, task);
      }
    }
    progress.finish();
    return new ImportResult(
        files.size(), progress.sent(), progress.skipped(), List.copyOf(failures), progress.took());
  }

  private void send(List<ImportFile> wave, FileTask task) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(options.connections());
    try {
      wave.forEach(file -> pool.execute(() -> task.run(file)));
      pool.shutdown();
      while (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
        // A wave takes as long as it takes.
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Path> find(List<Path> paths, ConcurrentLinkedQueue<ImportFailure> failures) {
    List<Path> found = new ArrayList<>();
    for (Path path : paths) {
      try (Stream<Path> walk = Files.walk(path)) {
        walk.filter(Files::isRegularFile)
            .filter(file -> ImportFile.isImportable(file) || file.equals(path))
            .sorted()
            .forEach(found::add);
      } catch (IOException e) {
        failures.add(new ImportFailure(path, -1, "", 0, "cannot be read: " + e));
      }
    }
    return found.stream().distinct().toList();
  }

  private static List<List<ImportFile>> waves(
      List<Path> files, ConcurrentLinkedQueue<ImportFailure> failures) {
    TreeMap<Integer, List<ImportFile>> waves = new TreeMap<>();
    for (Path path : files) {
      ImportFile file = new ImportFile(path);
      try {
        int wave = ImportOrder.wave(path.getFileName().toString(), file.leadingType());
        waves.computeIfAbsent(wave, w -> new ArrayList<>()).add(file);
      } catch (IOException e) {
        failures.add(FileTask.unreadable(path, e));
      }
    }
    return List.copyOf(waves.values());
  }
}
