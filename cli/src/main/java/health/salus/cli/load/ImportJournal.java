package health.salus.cli.load;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which parts a server has acknowledged. Stored as one line for each part in one file for each
 * server, only ever appended to, and forced to the disk before {@link #acknowledge} returns. A line
 * that a crash cut off is closed by the next run and matches no key; its part is sent again, which
 * changes nothing. Thread-safe.
 */
final class ImportJournal implements AutoCloseable {
  private final FileChannel channel;
  private final Set<String> acknowledged;

  private ImportJournal(FileChannel channel, Set<String> acknowledged) {
    this.channel = channel;
    this.acknowledged = acknowledged;
  }

  static ImportJournal open(Path folder, URI base) throws IOException {
    Files.createDirectories(folder);
    String server =
        Hashing.sha256()
            .hashString(base.toString(), StandardCharsets.UTF_8)
            .toString()
            .substring(0, 16);
    Path file = folder.resolve("imported-" + server + ".txt");
    byte[] stored = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    Set<String> lines =
        new HashSet<>(List.of(new String(stored, StandardCharsets.UTF_8).split("\n")));
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    ImportJournal journal = new ImportJournal(channel, lines);
    if (stored.length > 0 && stored[stored.length - 1] != '\n') {
      journal.append("\n");
    }
    return journal;
  }

  synchronized boolean contains(String key) {
    return acknowledged.contains(key);
  }

  synchronized void acknowledge(String key) throws IOException {
    append(key + "\n");
    acknowledged.add(key);
  }

  private void append(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
