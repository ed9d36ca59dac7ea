package health.salus.smart.token;

import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.sql.SQLException;

/**
 * Publishes revocations: to this node at once, to the others by PostgreSQL's NOTIFY. Thread-safe.
 */
public final class Revocations {
  static final String CHANNEL = "salus_tokens";

  private final Transactions transactions;
  private final TokenCache cache;

  public Revocations(Transactions transactions, TokenCache cache) {
    this.transactions = transactions;
    this.cache = cache;
  }

  /**
   * Notifies the other nodes within the revoking transaction, so that they hear of it when it
   * commits.
   */
  public static void announce(Statements sql, Revoked revoked) throws SQLException {
    sql.query("SELECT pg_notify(?, ?)", row -> true, CHANNEL, revoked.text());
  }

  /** Notifies this node, after the commit. */
  public void apply(Revoked revoked) {
    cache.forget(revoked);
  }

  /** Notifies this node and the others of a change that is already committed. */
  public void tell(Revoked revoked) {
    transactions.run(
        sql -> {
          announce(sql, revoked);
          return true;
        });
    apply(revoked);
  }
}
