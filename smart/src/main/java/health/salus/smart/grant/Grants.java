package health.salus.smart.grant;

import health.salus.smart.revocation.Revocations;
import health.salus.smart.revocation.Revoked;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The grants in the table {@code smart_grant}. Thread-safe. */
public final class Grants {
  private static final String SELECT = "SELECT * FROM salus.smart_grant WHERE revoked IS NULL";

  private final Transactions transactions;
  private final Revocations revocations;
  private final Clock clock;

  public Grants(Transactions transactions, Revocations revocations, Clock clock) {
    this.transactions = transactions;
    this.revocations = revocations;
    this.clock = clock;
  }

  public void create(AuthorizationGrant grant) {
    transactions.run(
        sql ->
            sql.update(
                """
                INSERT INTO salus.smart_grant (id, client_id, username, session, refresh, scopes,
                  context, authenticated, created, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                grant.id(),
                grant.clientId(),
                grant.username(),
                grant.session(),
                grant.refreshing().name(),
                grant.scopes().toString(),
                LaunchContextJson.text(grant.context()),
                grant.authenticated(),
                grant.created(),
                grant.expires()));
  }

  /** The grant, if it is neither revoked nor expired. */
  public Optional<AuthorizationGrant> active(String id) {
    return transactions.run(
        sql ->
            sql.first(SELECT + " AND id = ? AND expires > ?", Grants::read, id, clock.instant()));
  }

  /** The active grants of a user, newest first. */
  public List<AuthorizationGrant> activeOf(String username) {
    return transactions.run(
        sql ->
            sql.query(
                SELECT + " AND username = ? AND expires > ? ORDER BY created DESC",
                Grants::read,
                username,
                clock.instant()));
  }

  /** The time of the grant's newest access token. */
  public Optional<Instant> lastToken(String id) {
    return transactions.run(
        sql ->
            sql.first(
                "SELECT issued FROM salus.smart_access_token WHERE grant_id = ?"
                    + " ORDER BY issued DESC LIMIT 1",
                row -> Statements.instant(row, "issued"),
                id));
  }

  /** Renews an offline grant for its whole term, at each refresh. */
  void extend(String id, Instant expires) {
    transactions.run(
        sql -> sql.update("UPDATE salus.smart_grant SET expires = ? WHERE id = ?", expires, id));
  }

  /** Revokes the grant and its codes and tokens, on every node. */
  public void revoke(String id) {
    Revoked revoked = new Revoked(Revoked.Kind.GRANT, id);
    transactions.run(
        sql -> {
          sql.update(
              "UPDATE salus.smart_grant SET revoked = ? WHERE id = ? AND revoked IS NULL",
              clock.instant(),
              id);
          Revocations.announce(sql, revoked);
          return true;
        });
    revocations.apply(revoked);
  }

  /** Ends the online grants of a session that is over. */
  public void revokeOnline(String session) {
    List<String> ended =
        transactions.run(
            sql ->
                sql.query(
                    "SELECT id FROM salus.smart_grant"
                        + " WHERE session = ? AND refresh = 'ONLINE' AND revoked IS NULL",
                    row -> row.getString(1),
                    session));
    ended.forEach(this::revoke);
  }

  private static AuthorizationGrant read(ResultSet row) throws SQLException {
    return new AuthorizationGrant(
        row.getString("id"),
        row.getString("client_id"),
        Statements.optional(row, "username"),
        Statements.optional(row, "session"),
        Refreshing.valueOf(row.getString("refresh")),
        ScopeSet.parse(row.getString("scopes")),
        LaunchContextJson.parse(row.getString("context")),
        Statements.instant(row, "authenticated"),
        Statements.instant(row, "created"),
        Statements.instant(row, "expires"));
  }
}
