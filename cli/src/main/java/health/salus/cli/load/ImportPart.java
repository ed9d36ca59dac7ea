package health.salus.cli.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/**
 * The part of a file that is sent to the server in one request.
 *
 * @param key the same in every run as long as the file and the way it is cut stay the same
 * @param type {@code transaction} or {@code batch}
 * @param positions where in the file each entry stood
 * @param bytes this part's share of the file's size
 */
record ImportPart(
    Path file,
    String key,
    String type,
    List<ObjectNode> entries,
    List<Integer> positions,
    long bytes) {
  ImportPart {
    entries = List.copyOf(entries);
    positions = List.copyOf(positions);
    if (entries.size() != positions.size()) {
      throw new IllegalArgumentException("every entry has one position");
    }
  }
}
