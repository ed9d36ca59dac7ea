package health.salus.cli.load;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Says how far an import is: one line that renews itself on a terminal, plain lines every few
 * seconds elsewhere. Thread-safe.
 */
final class ImportProgress {
  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);

  private final PrintStream out;
  private final boolean terminal;
  private final Clock clock;
  private final Instant start;
  private final long totalBytes;
  private Instant lastPrinted;
  private long doneBytes;
  private long sent;
  private long skipped;

  ImportProgress(PrintStream out, boolean terminal, Clock clock, long totalBytes) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.totalBytes = Math.max(1, totalBytes);
    this.start = clock.instant();
    this.lastPrinted = start;
  }

  synchronized void sent(int resources, long bytes) {
    sent += resources;
    advance(bytes);
  }

  synchronized void skipped(int resources, long bytes) {
    skipped += resources;
    advance(bytes);
  }

  synchronized void advance(long bytes) {
    doneBytes += bytes;
    Instant now = clock.instant();
    if (!now.isBefore(lastPrinted.plus(terminal ? ON_TERMINAL : ELSEWHERE))) {
      lastPrinted = now;
      out.print((terminal ? "\r" : "") + line(now) + (terminal ? "\u001b[K" : "\n"));
      out.flush();
    }
  }

  synchronized void finish() {
    out.print((terminal ? "\r" : "") + line(clock.instant()) + (terminal ? "\u001b[K\n" : "\n"));
    out.flush();
  }

  synchronized long sent() {
    return sent;
  }

  synchronized long skipped() {
    return skipped;
  }

  Duration took() {
    return Duration.between(start, clock.instant());
  }

  private String line(Instant now) {
    double share = Math.min(1.0, (double) doneBytes / totalBytes);
    double seconds = Math.max(0.001, Duration.between(start, now).toMillis() / 1000.0);
    long left = share > 0 ? Math.round(seconds / share - seconds) : 0;
    return "%3.0f %%  %d resources  %.0f/s  %d s left"
        .formatted(share * 100, sent + skipped, sent / seconds, left);
  }
}
