package health.salus.interceptors.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Text that compression may refer to without storing it. A dictionary is never changed once it was
 * released, since nothing that was sealed with it could be opened; a better one gets a new number.
 */
final class Dictionary {
  static final int NUMBER = 1;

  /**
   * Higher ones take half as long again for less than one byte in a hundred (see the benchmark).
   */
  static final int LEVEL = 5;

  private static final String FILE = "dictionary-1.txt";

  private Dictionary() {}

  /** The file without its line ends. */
  static byte[] load() {
    try (InputStream file = Dictionary.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " must be on the class path");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .reduce("", String::concat)
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
