package health.salus.cli.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Cuts a bundle that is too large where its references allow: what is referred to comes in an
 * earlier part or in the same one. Entries that refer to each other in a circle stay together, even
 * if that makes a part larger than wanted.
 */
final class BundleCutter {
  private final List<ObjectNode> entries;

  BundleCutter(List<ObjectNode> entries) {
    this.entries = List.copyOf(entries);
  }

  /** The parts in the order of sending; each holds positions in the list of entries. */
  List<List<Integer>> cut(int maxEntries) {
    List<List<Integer>> parts = new ArrayList<>();
    List<Integer> part = new ArrayList<>();
    for (List<Integer> group : new CircleFinder(targets()).groups()) {
      if (!part.isEmpty() && part.size() + group.size() > maxEntries) {
        parts.add(part);
        part = new ArrayList<>();
      }
      part.addAll(group);
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }

  private List<List<Integer>> targets() {
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      positions.put(StableEntries.nameForReferences(entries.get(i)), i);
    }
    positions.remove("");
    List<List<Integer>> targets = new ArrayList<>();
    for (ObjectNode entry : entries) {
      Set<String> references = new LinkedHashSet<>();
      References.collect(entry.path("resource"), references);
      Set<Integer> found = new TreeSet<>();
      for (String reference : references) {
        Integer position = positions.get(reference);
        if (position != null) {
          found.add(position);
        }
      }
      targets.add(List.copyOf(found));
    }
    return targets;
  }
}
