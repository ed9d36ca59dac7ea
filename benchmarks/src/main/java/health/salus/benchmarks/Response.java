package health.salus.benchmarks;

import java.nio.charset.StandardCharsets;

/** What a server answered. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied by nobody
record Response(int status, byte[] body) {
  private static final int SHOWN = 600;

  boolean successful() {
    return status >= 200 && status < 300;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The beginning of the body, for a message. */
  String beginning() {
    String text = text();
    return text.substring(0, Math.min(SHOWN, text.length()));
  }
}
