package health.salus.smart.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to a GET of {@link GuardedFetch}: only a 200 counts, chunked or not. */
final class FetchedResponse {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
  private static final Pattern MAX_AGE = Pattern.compile("max-age=(\\d{1,9})");
  private static final Duration DEFAULT_FRESH = Duration.ofMinutes(5);
  private static final Duration MAX_FRESH = Duration.ofHours(24);

  private FetchedResponse() {}

  static Fetched parse(byte[] bytes) throws FetchException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new FetchException("the answer is no complete HTTP response");
    }
    String head = text.substring(0, end);
    int firstLine = head.indexOf("\r\n");
    Matcher status = STATUS.matcher(firstLine < 0 ? head : head.substring(0, firstLine));
    if (!status.matches() || !status.group(1).equals("200")) {
      throw new FetchException("the answer is not 200; redirects are not followed");
    }
    String body = text.substring(end + 4);
    boolean chunked = header(head, "transfer-encoding").contains("chunked");
    byte[] content = (chunked ? joined(body) : body).getBytes(StandardCharsets.ISO_8859_1);
    return new Fetched(
        new String(content, StandardCharsets.UTF_8), fresh(header(head, "cache-control")));
  }

  private static String header(String head, String name) {
    for (String line : head.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
        return line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static Duration fresh(String cacheControl) {
    if (cacheControl.contains("no-store") || cacheControl.contains("no-cache")) {
      return Duration.ZERO;
    }
    Matcher age = MAX_AGE.matcher(cacheControl);
    if (!age.find()) {
      return DEFAULT_FRESH;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(age.group(1)));
    return asked.compareTo(MAX_FRESH) > 0 ? MAX_FRESH : asked;
  }

  private static String joined(String body) throws FetchException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int lineEnd = body.indexOf("\r\n", at);
      int size = lineEnd < 0 ? -1 : size(body.substring(at, lineEnd));
      if (size < 0 || lineEnd + 2 + size > body.length()) {
        throw new FetchException("the answer is cut short");
      }
      if (size == 0) {
        return joined.toString(StandardCharsets.ISO_8859_1);
      }
      String chunk = body.substring(lineEnd + 2, lineEnd + 2 + size);
      joined.writeBytes(chunk.getBytes(StandardCharsets.ISO_8859_1));
      at = lineEnd + 2 + size + 2;
    }
  }

  private static int size(String line) {
    int semicolon = line.indexOf(';');
    String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
    return digits.matches("[0-9a-fA-F]{1,6}") ? Integer.parseInt(digits, 16) : -1;
  }
}
