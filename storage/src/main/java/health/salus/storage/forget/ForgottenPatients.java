package health.salus.storage.forget;

import com.google.common.base.Splitter;
import health.salus.interceptors.crypto.KeyId;
import health.salus.storage.key.KeyRing;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The patients who were forgotten, a line each with the time, the logical id and the keys that were
 * destroyed, in a file beside the key-encryption key. It outlives the database: a backup from
 * before brings such a key back, and each start destroys it again before anything is answered.
 * Thread-safe.
 */
public final class ForgottenPatients {
  /** Replaces a consent's id in the consent log: the patient was forgotten. */
  public static final String MARK = "$forget";

  private static final Logger LOG = LoggerFactory.getLogger(ForgottenPatients.class);

  private static final Pattern LINE = Pattern.compile("\\S+ \\S+ \\S*");

  private final Path file;
  private final PatientErasure erasure;
  private final KeyRing keys;

  ForgottenPatients(Path file, PatientErasure erasure, KeyRing keys) {
    this.file = file;
    this.erasure = erasure;
    this.keys = keys;
  }

  /** Forgets a patient: written down first, so that it is done even if this process ends now. */
  synchronized PatientErasure.Erased forget(String patient, Instant now) throws IOException {
    append(line(patient, erasure.allKeys(patient), now));
    PatientErasure.Erased erased = erasure.erase(patient);
    keys.forget();
    return erased;
  }

  /** The resources that a forgetting would affect. */
  PatientHoldings holdings(String patient) {
    return erasure.holdings(patient);
  }

  /** Forgets again the patients whom a backup brought back. */
  synchronized void enforce() {
    for (Map.Entry<String, Set<String>> line : listed().entrySet()) {
      String patient = line.getKey();
      boolean back =
          erasure.keys(patient).stream().anyMatch(key -> line.getValue().contains(key.toString()));
      if (back) {
        PatientErasure.Erased erased = erasure.erase(patient);
        LOG.warn(
            "A patient who was forgotten was there again, as after a restore: {} keys and {}"
                + " resources forgotten once more",
            erased.keys().size(),
            erased.resources());
      }
    }
  }

  /**
   * Writes down whom other nodes have forgotten, and drops their keys from memory. So the file of
   * each node names all, whichever of them is there when a backup is restored.
   *
   * @throws IOException if the file cannot be written; then nothing is lost by doing it again
   */
  synchronized void learn(Instant now) throws IOException {
    Map<String, Set<String>> listed = listed();
    boolean news = false;
    for (Map.Entry<String, List<KeyId>> forgotten : erasure.forgotten().entrySet()) {
      List<KeyId> missing = new ArrayList<>(forgotten.getValue());
      Set<String> known = listed.getOrDefault(forgotten.getKey(), Set.of());
      missing.removeIf(key -> known.contains(key.toString()));
      if (!missing.isEmpty()) {
        append(line(forgotten.getKey(), missing, now));
        news = true;
      }
    }
    if (news) {
      keys.forget();
    }
  }

  private static String line(String patient, List<KeyId> keys, Instant now) {
    return "%s %s %s\n"
        .formatted(
            now, patient, keys.stream().map(KeyId::toString).collect(Collectors.joining(",")));
  }

  /** The keys of each patient. */
  private Map<String, Set<String>> listed() {
    Map<String, Set<String>> listed = new LinkedHashMap<>();
    for (String line : lines()) {
      List<String> words = Splitter.on(' ').splitToList(line);
      listed
          .computeIfAbsent(words.get(1), patient -> new HashSet<>())
          .addAll(Splitter.on(',').splitToList(words.get(2)));
    }
    return listed;
  }

  private List<String> lines() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().filter(LINE.asMatchPredicate()).toList()
          : List.of();
    } catch (IOException e) {
      throw new StartFailure(
          "The list of forgotten patients %s cannot be read; restore it from its backup."
              .formatted(file),
          e);
    }
  }

  private void append(String line) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      channel.write(StandardCharsets.UTF_8.encode(line));
      channel.force(true);
    }
  }
}
