package health.salus.smart.revocation;

import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Publishes revocations: to this node at once, to the others by PostgreSQL's NOTIFY. Thread-safe.
 */
public final class Revocations {
  /** The channel of PostgreSQL on which nodes hear of revocations. */
  public static final String CHANNEL = "salus_tokens";

  private final Transactions transactions;
  private final Consumer<Revoked> node;

  /**
   * The revocations of one database.
   *
   * @param node drops from this node's memory what was revoked
   */
  public Revocations(Transactions transactions, Consumer<Revoked> node) {
    this.transactions = transactions;
    this.node = node;
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
    node.accept(revoked);
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
