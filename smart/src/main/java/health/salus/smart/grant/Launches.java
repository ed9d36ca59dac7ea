package health.salus.smart.grant;

import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Launch handles: opaque, valid for ten minutes, for one user, and for one app or any. A handle
 * refers to the user's context in the EHR and reveals nothing to others. Thread-safe.
 */
public final class Launches {
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final Transactions transactions;
  private final Clock clock;

  public Launches(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** A context in the EHR, its user, and its app, if it is for one app only. */
  public record Launch(String username, Optional<String> clientId, LaunchContext context) {}

  public String create(Launch launch) {
    String handle = Secrets.random();
    transactions.run(
        sql ->
            sql.update(
                "INSERT INTO salus.smart_launch (handle, username, client_id, context, expires)"
                    + " VALUES (?, ?, ?, ?, ?)",
                Secrets.hash(handle),
                launch.username(),
                launch.clientId(),
                LaunchContextJson.text(launch.context()),
                clock.instant().plus(LIFETIME)));
    return handle;
  }

  public Optional<Launch> find(String handle) {
    return transactions.run(
        sql ->
            sql.first(
                "SELECT username, client_id, context FROM salus.smart_launch"
                    + " WHERE handle = ? AND expires > ?",
                row ->
                    new Launch(
                        row.getString(1),
                        Statements.optional(row, "client_id"),
                        LaunchContextJson.parse(row.getString(3))),
                Secrets.hash(handle),
                clock.instant()));
  }
}
