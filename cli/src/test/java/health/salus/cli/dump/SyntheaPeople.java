package health.salus.cli.dump;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Some of the sample patients, and patients of the cohort with a part of their observations. These
 * come without names: they get all that a stolen disk must not show. The same for the same seed.
 */
final class SyntheaPeople {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final List<String> SYLLABLES =
      List.of("quo", "zan", "vik", "tor", "xel", "mür", "pha", "ygg", "dra", "nyx", "ôbe", "kju");
  private static final int SAMPLE_FILES = 6;
  private static final String BODY_MASS = "39156-5";
  private static final String NUMBERS = "http://example.org/medical-records";

  private final Random random = new Random(20261130);

  /**
   * Writes their bundles.
   *
   * @param files how many of the cohort's files, of eighteen patients each
   */
  static void write(Path synthea, int files, Path target) throws IOException {
    new SyntheaPeople().copy(synthea, files, target);
  }

  private void copy(Path synthea, int files, Path target) throws IOException {
    for (Path file : list(synthea.resolve("sample")).subList(0, SAMPLE_FILES)) {
      Files.copy(file, target.resolve(file.getFileName()));
    }
    for (Path file : list(synthea.resolve("cohort")).subList(0, files)) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
          OutputStream out =
              new GZIPOutputStream(Files.newOutputStream(target.resolve(file.getFileName())))) {
        JsonNode bundle = MAPPER.readTree(in);
        name((ObjectNode) bundle);
        shorten((ArrayNode) bundle.path("entry"));
        MAPPER.writeValue(out, bundle);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Enough to train a model from. */
  private static void shorten(ArrayNode entries) {
    for (Iterator<JsonNode> each = entries.iterator(); each.hasNext(); ) {
      JsonNode resource = each.next().path("resource");
      if (resource.path("resourceType").asText().equals("Observation")
          && !resource.at("/code/coding/0/code").asText().equals(BODY_MASS)) {
        each.remove();
      }
    }
  }

  private void name(ObjectNode bundle) {
    for (JsonNode entry : bundle.path("entry").deepCopy()) {
      ObjectNode resource = (ObjectNode) entry.path("resource");
      String id = resource.path("id").asText();
      if (resource.path("resourceType").asText().equals("Patient")) {
        bundle.withArray("entry").add(document(id));
      }
    }
    for (JsonNode entry : bundle.path("entry")) {
      ObjectNode resource = (ObjectNode) entry.path("resource");
      switch (resource.path("resourceType").asText()) {
        case "Patient" -> resource.setAll(person());
        case "Condition" -> resource.set("note", json("[{\"text\":\"%s\"}]", sentence()));
        default -> {}
      }
    }
  }

  private ObjectNode person() {
    return (ObjectNode)
        json(
            """
            {"identifier":[{"type":{"coding":[{
               "system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},
               "system":"%s","value":"%s"}],
             "name":[{"family":"%s","given":["%s"]}],
             "telecom":[{"system":"phone","value":"%s"},{"system":"email","value":"%s@example.org"}],
             "address":[{"line":["%s %d"],"city":"%s 7"}],
             "contact":[{"name":{"family":"%s"}}]}""",
            NUMBERS,
            number("MR-"),
            word(),
            word(),
            number("+49 "),
            word(),
            word(),
            101,
            word(),
            word());
  }

  private JsonNode document(String patient) {
    byte[] text = (sentence() + sentence()).getBytes(StandardCharsets.UTF_8);
    return json(
        """
        {"resource":{"resourceType":"DocumentReference","id":"letter-%s","status":"current",
           "subject":{"reference":"Patient/%s"},"description":"%s",
           "content":[{"attachment":{"contentType":"text/plain","data":"%s"}}]},
         "request":{"method":"PUT","url":"DocumentReference/letter-%s"}}""",
        patient, patient, sentence(), Base64.getEncoder().encodeToString(text), patient);
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      word.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
    }
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private String sentence() {
    return "%s says that %s was with %s. ".formatted(word(), word(), word());
  }

  private String number(String prefix) {
    return prefix + (1_000_000_000L + random.nextInt(1_000_000_000));
  }

  @FormatMethod
  private static JsonNode json(String format, Object... values) {
    try {
      return MAPPER.readTree(format.formatted(values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
