package health.salus.smart.event;

import health.salus.smart.store.Transactions;
import java.time.Clock;

/** The record in the table {@code smart_event}. Thread-safe. */
public final class EventLog {
  private final Transactions transactions;
  private final Clock clock;

  public EventLog(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Writes the event; a failure makes the caller's action fail too. */
  public void record(SecurityEvent event) {
    transactions.run(
        sql ->
            sql.update(
                "INSERT INTO salus.smart_event (at, kind, outcome, client_id, username, detail)"
                    + " VALUES (?, ?, ?, ?, ?, ?)",
                clock.instant(),
                event.kind().name(),
                event.success() ? "success" : "refused",
                event.clientId().map(EventLog::shortened),
                event.username().map(EventLog::shortened),
                event.detail()));
  }

  /** Limits values chosen by strangers, so that a row stays small. */
  private static String shortened(String name) {
    return name.substring(0, Math.min(name.length(), 100)).replace('\0', '?');
  }
}
