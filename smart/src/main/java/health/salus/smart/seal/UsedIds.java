package health.salus.smart.seal;

import health.salus.smart.store.Transactions;
import java.time.Instant;

/**
 * The used ids of assertions and proofs, which are valid once on all nodes together. Thread-safe.
 */
public final class UsedIds {
  private final Transactions transactions;

  public UsedIds(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Consumes the id.
   *
   * @param owner party among whose ids it is unique
   * @param until time from which on the id may be removed, because its carrier has expired
   * @return false if it was used before
   */
  public boolean use(String owner, String id, Instant until) {
    byte[] hash = Secrets.hash(owner + "\n" + id);
    return transactions.run(
        sql ->
            sql.update(
                    "INSERT INTO salus.smart_used_id (hash, expires) VALUES (?, ?)"
                        + " ON CONFLICT DO NOTHING",
                    hash,
                    until)
                == 1);
  }
}
