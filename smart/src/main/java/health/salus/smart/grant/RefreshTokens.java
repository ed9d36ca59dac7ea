package health.salus.smart.grant;

import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Refresh tokens: each is valid once and is replaced by a successor. Reuse of a token means that
 * two parties hold the family, so the family ends (RFC 9700 section 4.14.2). Thread-safe.
 */
public final class RefreshTokens {
  private final Transactions transactions;
  private final Grants grants;
  private final Clock clock;

  public RefreshTokens(Transactions transactions, Grants grants, Clock clock) {
    this.transactions = transactions;
    this.grants = grants;
    this.clock = clock;
  }

  /** The result of using a refresh token. */
  public sealed interface Use {
    /**
     * Valid, and now consumed.
     *
     * @param key thumbprint of the DPoP key that must be proved
     */
    record Good(AuthorizationGrant grant, Optional<String> key) implements Use {}

    /** Used before; its family has just ended. */
    record Reused(String grantId) implements Use {}

    /** Unknown, expired, revoked, or of another client. */
    record Bad() implements Use {}
  }

  /** Makes a token of that grant and keeps the grant alive as long; returns the secret once. */
  public String issue(AuthorizationGrant grant, Optional<String> key, Instant expires) {
    String token = Secrets.random();
    transactions.run(
        sql ->
            sql.update(
                "INSERT INTO salus.smart_refresh_token (hash, grant_id, key, expires)"
                    + " VALUES (?, ?, ?, ?)",
                Secrets.hash(token),
                grant.id(),
                key,
                expires));
    grants.extend(grant.id(), expires);
    return token;
  }

  /** Uses a token on behalf of a client. A token of another client is left unchanged. */
  public Use use(String token, String clientId) {
    Optional<Row> found = find(token);
    if (found.isEmpty() || !found.get().clientId().equals(clientId)) {
      return new Use.Bad();
    }
    Row row = found.get();
    if (row.used() || !takeOnce(token)) {
      grants.revoke(row.grantId());
      return new Use.Reused(row.grantId());
    }
    Optional<AuthorizationGrant> grant =
        row.expires().isAfter(clock.instant()) ? grants.active(row.grantId()) : Optional.empty();
    return grant.<Use>map(good -> new Use.Good(good, row.key())).orElseGet(Use.Bad::new);
  }

  /** The client of a refresh token; does not consume the token. */
  public Optional<String> clientOf(String token) {
    return find(token).map(Row::clientId);
  }

  /** The grant of a refresh token, for a revocation by its client. */
  public Optional<String> grantOf(String token, String clientId) {
    return find(token).filter(row -> row.clientId().equals(clientId)).map(Row::grantId);
  }

  private boolean takeOnce(String token) {
    return transactions.run(
        sql ->
            sql.update(
                    "UPDATE salus.smart_refresh_token SET used = ? WHERE hash = ? AND used IS NULL",
                    clock.instant(),
                    Secrets.hash(token))
                == 1);
  }

  private Optional<Row> find(String token) {
    return transactions.run(
        sql ->
            sql.first(
                "SELECT r.*, g.client_id FROM salus.smart_refresh_token r"
                    + " JOIN salus.smart_grant g ON g.id = r.grant_id WHERE r.hash = ?",
                RefreshTokens::read,
                Secrets.hash(token)));
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getString("grant_id"),
        row.getString("client_id"),
        Statements.optional(row, "key"),
        Statements.instant(row, "expires"),
        Statements.optionalInstant(row, "used").isPresent());
  }

  private record Row(
      String grantId, String clientId, Optional<String> key, Instant expires, boolean used) {}
}
