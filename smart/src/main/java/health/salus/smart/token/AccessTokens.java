package health.salus.smart.token;

import health.salus.smart.grant.AuthorizationGrant;
import health.salus.smart.grant.LaunchContextJson;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import health.salus.smart.user.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Access tokens in the table {@code smart_access_token}. Thread-safe. */
public final class AccessTokens implements TokenVerifier {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** Reads a token with the current roles and the current state of user and client. */
  private static final String SELECT =
      """
      SELECT t.id, t.grant_id, t.scopes, t.key, t.certificate, t.issued, t.expires,
        g.client_id, g.username, g.context, u.fhir_user, coalesce(u.roles, '{}') AS roles,
        c.approved
      FROM salus.smart_access_token t
      JOIN salus.smart_grant g ON g.id = t.grant_id
      JOIN salus.smart_client c ON c.id = g.client_id
      LEFT JOIN salus.smart_user u ON u.username = g.username
      WHERE t.hash = ? AND t.expires > ? AND g.revoked IS NULL AND c.enabled
        AND (g.username IS NULL OR u.enabled)
      """;

  private final Transactions transactions;
  private final Clock clock;

  public AccessTokens(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Issues a token of that grant; the secret is returned only once. */
  public String issue(
      AuthorizationGrant grant, ScopeSet scopes, TokenBinding binding, Instant expires) {
    String token = Secrets.random();
    transactions.run(
        sql ->
            sql.update(
                """
                INSERT INTO salus.smart_access_token (hash, id, grant_id, scopes, key, certificate,
                  issued, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                Secrets.hash(token),
                Secrets.id(),
                grant.id(),
                scopes.toString(),
                binding.key(),
                binding.certificate(),
                clock.instant(),
                expires));
    return token;
  }

  @Override
  public Optional<AccessToken> verify(String token) {
    if (!FORM.matcher(token).matches()) {
      return Optional.empty();
    }
    return transactions.run(
        sql -> sql.first(SELECT, AccessTokens::read, Secrets.hash(token), clock.instant()));
  }

  private static AccessToken read(ResultSet row) throws SQLException {
    ScopeSet scopes = ScopeSet.parse(row.getString("scopes"));
    Set<String> roles = Statements.texts(row, "roles");
    return new AccessToken(
        row.getString("id"),
        row.getString("grant_id"),
        row.getString("client_id"),
        Statements.optional(row, "username"),
        Statements.optional(row, "fhir_user"),
        roles,
        rights(roles, row.getBoolean("approved"), scopes),
        scopes,
        LaunchContextJson.parse(row.getString("context")),
        Statements.instant(row, "issued"),
        Statements.instant(row, "expires"),
        new TokenBinding(Statements.optional(row, "key"), Statements.optional(row, "certificate")));
  }

  /**
   * The administrative rights. Only an app that an administrator approved, and to which the user
   * gave everything, gets an administrator's rights.
   */
  private static Set<String> rights(Set<String> roles, boolean approved, ScopeSet scopes) {
    boolean everything =
        ScopeSet.parse("user/*.cruds").clinical().stream().allMatch(scopes::implies);
    return approved && everything ? Role.rights(roles) : Set.of();
  }
}
