package health.salus.smart.grant;

import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Launch handles: opaque, of one user, for one app or for any, for ten minutes. They hold where the
 * user was in the EHR, and tell nothing to anybody else. Thread-safe.
 */
public final class Launches {
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final Transactions transactions;
  private final Clock clock;

  public Launches(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** A place in the EHR, whose it is, and for which app, if only for one. */
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
