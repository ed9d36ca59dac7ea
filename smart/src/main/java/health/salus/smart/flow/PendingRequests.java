package health.salus.smart.flow;

import health.salus.smart.seal.Secrets;
import health.salus.smart.session.BrowserSession;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Stores waiting authorization requests for half an hour, each for one browser session.
 * Thread-safe.
 */
final class PendingRequests {
  private static final Duration LIFETIME = Duration.ofMinutes(30);

  private final Transactions transactions;
  private final Clock clock;

  PendingRequests(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  String create(BrowserSession session, String parameters) {
    String id = Secrets.id();
    transactions.run(
        sql ->
            sql.update(
                "INSERT INTO salus.smart_authorization (id, session, parameters, created)"
                    + " VALUES (?, ?, ?, ?)",
                id,
                session.id(),
                parameters,
                clock.instant()));
    return id;
  }

  /** The request, if it belongs to this session. */
  Optional<Pending> find(BrowserSession session, String id) {
    return transactions.run(
        sql ->
            sql.first(
                "SELECT * FROM salus.smart_authorization"
                    + " WHERE id = ? AND session = ? AND created > ?",
                row ->
                    new Pending(
                        row.getString("id"),
                        row.getString("parameters"),
                        Statements.optional(row, "patient"),
                        Statements.optional(row, "encounter"),
                        Statements.instant(row, "created")),
                id,
                session.id(),
                clock.instant().minus(LIFETIME)));
  }

  void pickPatient(String id, String patient) {
    transactions.run(
        sql ->
            sql.update(
                "UPDATE salus.smart_authorization SET patient = ?, encounter = NULL WHERE id = ?",
                patient,
                id));
  }

  void pickEncounter(String id, String encounter) {
    transactions.run(
        sql ->
            sql.update(
                "UPDATE salus.smart_authorization SET encounter = ? WHERE id = ?", encounter, id));
  }

  /** Removes the request; false if it was removed before. */
  boolean take(String id) {
    return transactions.run(
        sql -> sql.update("DELETE FROM salus.smart_authorization WHERE id = ?", id) == 1);
  }
}
