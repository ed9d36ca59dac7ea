package health.salus.smart.grant;

import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Authorization codes, valid once and for one minute. Thread-safe. */
public final class Codes {
  public static final Duration LIFETIME = Duration.ofSeconds(60);

  private final Transactions transactions;
  private final Grants grants;
  private final Clock clock;

  public Codes(Transactions transactions, Grants grants, Clock clock) {
    this.transactions = transactions;
    this.grants = grants;
    this.clock = clock;
  }

  /**
   * The values that the exchange must match.
   *
   * @param challenge of PKCE, method S256
   */
  public record Terms(
      String grantId, String redirectUrl, String challenge, Optional<String> nonce) {}

  /** Makes a code; the secret is returned this once. */
  public String issue(Terms terms) {
    String code = Secrets.random();
    transactions.run(
        sql ->
            sql.update(
                """
                INSERT INTO salus.smart_code (hash, grant_id, redirect_url, challenge, nonce,
                  expires)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                Secrets.hash(code),
                terms.grantId(),
                terms.redirectUrl(),
                terms.challenge(),
                terms.nonce(),
                clock.instant().plus(LIFETIME)));
    return code;
  }

  /**
   * Consumes the code. A second use means that the code leaked, so it revokes all tokens made from
   * it (RFC 6749 section 4.1.2).
   */
  public Optional<Terms> redeem(String code) {
    Optional<Terms> fresh =
        transactions
            .run(
                sql ->
                    sql.first(
                        """
                    UPDATE salus.smart_code SET used = ? WHERE hash = ? AND used IS NULL
                    RETURNING grant_id, redirect_url, challenge, nonce, expires
                    """,
                        row ->
                            Statements.instant(row, "expires").isAfter(clock.instant())
                                ? Optional.of(
                                    new Terms(
                                        row.getString("grant_id"),
                                        row.getString("redirect_url"),
                                        row.getString("challenge"),
                                        Statements.optional(row, "nonce")))
                                : Optional.<Terms>empty(),
                        clock.instant(),
                        Secrets.hash(code)))
            .flatMap(terms -> terms);
    if (fresh.isEmpty()) {
      grantOf(code).ifPresent(grants::revoke);
    }
    return fresh;
  }

  private Optional<String> grantOf(String code) {
    return transactions.run(
        sql ->
            sql.first(
                "SELECT grant_id FROM salus.smart_code WHERE hash = ?",
                row -> row.getString(1),
                Secrets.hash(code)));
  }
}
