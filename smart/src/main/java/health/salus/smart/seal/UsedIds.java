package health.salus.smart.seal;

import health.salus.smart.store.Transactions;
import java.time.Instant;

/** Ids that may be used once: of assertions and proofs, on all nodes together. Thread-safe. */
public final class UsedIds {
  private final Transactions transactions;

  public UsedIds(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Uses the id up.
   *
   * @param owner in whose hands the id is unique
   * @param until from then on the id may be forgotten, since what carried it has expired
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
