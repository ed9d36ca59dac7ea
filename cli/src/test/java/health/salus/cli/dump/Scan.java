package health.salus.cli.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which protected values were found where. */
final class Scan {
  private final Map<String, Set<String>> found = new TreeMap<>();

  /** Reads each table of what {@code pg_dump} wrote. */
  void dump(byte[] dump, Needles needles) {
    String text = new String(dump, StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at >= 0) {
      int next = text.indexOf("\nCOPY ", at + 1);
      String part = text.substring(at, next < 0 ? text.length() : next);
      String place =
          part.startsWith("\nCOPY ") ? part.substring(6, part.indexOf(' ', 6)) : "schema";
      keep("dump " + place, needles.in(part.getBytes(StandardCharsets.ISO_8859_1)));
      at = next;
    }
  }

  /** Reads all files below a folder, but for programs. */
  void folder(String name, Path folder, Needles needles) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      if (!file.startsWith(folder.resolve("postgresql-binaries"))) {
        keep(name + " " + folder.relativize(file), needles.in(Files.readAllBytes(file)));
      }
    }
  }

  void text(String name, String text, Needles needles) {
    keep(name, needles.in(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void keep(String place, Set<String> values) {
    if (!values.isEmpty()) {
      found.computeIfAbsent(place, any -> new TreeSet<>()).addAll(values);
    }
  }

  /** Places and the values found there. */
  Map<String, Set<String>> found() {
    return found;
  }

  /** The values found anywhere. */
  Set<String> values() {
    Set<String> all = new TreeSet<>();
    found.values().forEach(all::addAll);
    return all;
  }
}
