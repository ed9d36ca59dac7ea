package health.salus.cli.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** One file to import, read as a whole (a bundle or a resource) or line by line (NDJSON). */
record ImportFile(Path path) {
  /** Decimals keep their digits: 1.50 is not 1.5. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Takes the parts of a file as they are read. */
  interface Parts {
    void accept(ImportPart part) throws IOException, InterruptedException;
  }

  /** The server cannot take this file, whatever it holds. */
  static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  static boolean isImportable(Path path) {
    return path.getFileName().toString().matches("(?i).*\\.(json|ndjson)(\\.gz)?");
  }

  boolean isNdjson() {
    return path.getFileName().toString().matches("(?i).*\\.ndjson(\\.gz)?");
  }

  void read(int maxEntries, Parts parts) throws IOException, InterruptedException {
    String key = maxEntries + " " + MoreFiles.asByteSource(path).hash(Hashing.sha256());
    if (isNdjson()) {
      readLines(key, maxEntries, parts);
    } else {
      readWhole(key, maxEntries, parts);
    }
  }

  /** The resource type of an NDJSON file's first line, {@code Bundle} or a type for other files. */
  String leadingType() throws IOException {
    if (!isNdjson()) {
      return "Bundle";
    }
    try (BufferedReader reader = lines()) {
      String line = reader.readLine();
      return line == null ? "" : parse(line, 0).path("resourceType").asText();
    }
  }

  private void readWhole(String key, int maxEntries, Parts parts)
      throws IOException, InterruptedException {
    JsonNode root;
    try (InputStream in = open()) {
      root = JSON.readTree(in);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    }
    if (!(root instanceof ObjectNode object) || !object.path("resourceType").isTextual()) {
      throw new UnreadableException("is not a FHIR resource");
    }
    boolean bundle = object.path("resourceType").asText().equals("Bundle");
    List<ObjectNode> entries =
        bundle ? StableEntries.of(object) : List.of(StableEntries.ofResource(object));
    String type = bundle ? requestType(object.path("type").asText()) : "transaction";
    List<List<Integer>> cut =
        entries.size() <= maxEntries
            ? inOnePart(entries)
            : new BundleCutter(entries).cut(maxEntries);
    Map<String, String> sentEarlier = new HashMap<>();
    for (int i = 0; i < cut.size(); i++) {
      List<Integer> positions = cut.get(i);
      long bytes = Files.size(path) * positions.size() / entries.size();
      List<ObjectNode> chosen = positions.stream().map(entries::get).toList();
      chosen.forEach(entry -> References.rewrite(entry.path("resource"), sentEarlier));
      parts.accept(new ImportPart(path, i + " " + key, type, chosen, positions, bytes));
      for (ObjectNode entry : chosen) {
        String condition = StableEntries.condition(entry);
        if (!condition.isEmpty()) {
          sentEarlier.put(entry.path("fullUrl").asText(), condition);
        }
      }
    }
  }

  private static List<List<Integer>> inOnePart(List<ObjectNode> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    return List.of(IntStream.range(0, entries.size()).boxed().toList());
  }

  private static String requestType(String bundleType) throws UnreadableException {
    return switch (bundleType) {
      case "transaction", "collection", "searchset" -> "transaction";
      case "batch" -> "batch";
      default -> throw new UnreadableException("is a Bundle of type '" + bundleType + "'");
    };
  }

  private void readLines(String key, int maxEntries, Parts parts)
      throws IOException, InterruptedException {
    List<ObjectNode> entries = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    int number = 0;
    int part = 0;
    try (BufferedReader reader = lines()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine(), number++) {
        if (!line.isBlank()) {
          entries.add(StableEntries.ofResource(parse(line, number)));
          positions.add(number);
        }
        if (entries.size() == maxEntries) {
          parts.accept(new ImportPart(path, part++ + " " + key, "batch", entries, positions, 0));
          entries.clear();
          positions.clear();
        }
      }
    }
    if (!entries.isEmpty()) {
      parts.accept(new ImportPart(path, part + " " + key, "batch", entries, positions, 0));
    }
  }

  private static ObjectNode parse(String line, int number) throws UnreadableException {
    try {
      if (JSON.readTree(line) instanceof ObjectNode resource && resource.has("resourceType")) {
        return resource;
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableException("line " + number + " is not JSON, or is cut off");
    }
    throw new UnreadableException("line " + number + " is not a FHIR resource");
  }

  /** Says where, but not what: the parser's own message quotes the text. */
  private static UnreadableException notJson(JsonProcessingException e) {
    var location = e.getLocation();
    String where =
        location == null
            ? ""
            : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    return new UnreadableException("is not JSON, or is cut off" + where);
  }

  private BufferedReader lines() throws IOException {
    return new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8), 1 << 16);
  }

  private InputStream open() throws IOException {
    InputStream plain = Files.newInputStream(path);
    if (!path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
      return plain;
    }
    try {
      return new GZIPInputStream(plain, 1 << 16);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }
}
