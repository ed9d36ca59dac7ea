package health.salus.cli.load;

import java.nio.file.Path;

/**
 * One thing that did not get in.
 *
 * @param entry index of the entry in its bundle, line number from zero in NDJSON, or -1 if it is
 *     not known which one
 * @param resource {@code Type/id}, {@code Type}, or empty
 * @param status HTTP status, or 0 if there was none
 */
public record ImportFailure(Path file, int entry, String resource, int status, String reason) {
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file.toString());
    if (entry >= 0) {
      text.append(", entry ").append(entry);
    }
    if (!resource.isEmpty()) {
      text.append(", ").append(resource);
    }
    if (status > 0) {
      text.append(": HTTP ").append(status);
    }
    return text.append(": ").append(reason).toString();
  }
}
