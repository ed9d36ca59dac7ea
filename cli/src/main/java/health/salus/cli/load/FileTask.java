package health.salus.cli.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Sends the parts of one file, one after the other, and notes each in the journal. Thread-safe. */
record FileTask(
    int maxEntries,
    BundleSender sender,
    ImportJournal journal,
    ImportProgress progress,
    Consumer<ImportFailure> failures) {

  void run(ImportFile file) {
    try {
      file.read(maxEntries, this::send);
    } catch (IOException e) {
      failures.accept(unreadable(file.path(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failures.accept(new ImportFailure(file.path(), -1, "", 0, "interrupted"));
    }
  }

  static ImportFailure unreadable(Path path, IOException e) {
    boolean explained = e instanceof ImportFile.UnreadableException;
    String reason = explained ? String.valueOf(e.getMessage()) : "cannot be read: " + e;
    return new ImportFailure(path, -1, "", 0, reason);
  }

  private void send(ImportPart part) throws IOException, InterruptedException {
    if (journal.contains(part.key())) {
      progress.skipped(part.entries().size(), part.bytes());
      return;
    }
    List<ImportFailure> failed = sender.send(part);
    failed.forEach(failures);
    if (failed.isEmpty()) {
      journal.acknowledge(part.key());
      progress.sent(part.entries().size(), part.bytes());
      return;
    }
    boolean batch = part.type().equals("batch") && failed.stream().allMatch(f -> f.entry() >= 0);
    progress.sent(batch ? part.entries().size() - failed.size() : 0, part.bytes());
  }
}
