package health.salus.smart.session;

import health.salus.smart.grant.Grants;
import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Browser sessions in the table {@code smart_session}, so that every node has them. A session ends
 * after the idle time without a request, and after twelve hours at the latest. A login replaces the
 * cookie, so that a planted cookie is worthless. Thread-safe.
 */
public final class Sessions {
  public static final Duration LONGEST = Duration.ofHours(12);
  private static final Duration TOUCH = Duration.ofSeconds(30);

  private final Transactions transactions;
  private final Grants grants;
  private final Duration idle;
  private final Clock clock;

  public Sessions(Transactions transactions, Grants grants, Duration idle, Clock clock) {
    this.transactions = transactions;
    this.grants = grants;
    this.idle = idle;
    this.clock = clock;
  }

  /** A session and its cookie, which exists only here and in the browser. */
  public record Started(String cookie, BrowserSession session) {}

  /** A new session without a user. */
  public Started start() {
    String cookie = Secrets.random();
    Instant now = clock.instant();
    BrowserSession session =
        new BrowserSession(
            Secrets.fingerprint(cookie), Secrets.random(), Optional.empty(), Optional.empty());
    transactions.run(
        sql ->
            sql.update(
                "INSERT INTO salus.smart_session (id, csrf, created, used) VALUES (?, ?, ?, ?)",
                session.id(),
                session.csrf(),
                now,
                now));
    return new Started(cookie, session);
  }

  /** The active session of this cookie. */
  public Optional<BrowserSession> find(String cookie) {
    return alive(Secrets.fingerprint(cookie));
  }

  /** The active session with this id; the call counts as a use. */
  public Optional<BrowserSession> alive(String id) {
    Instant now = clock.instant();
    return transactions.run(
        sql -> {
          Optional<BrowserSession> found =
              sql.first(
                  "SELECT * FROM salus.smart_session WHERE id = ? AND used > ? AND created > ?",
                  Sessions::read,
                  id,
                  now.minus(idle),
                  now.minus(LONGEST));
          if (found.isPresent()) {
            sql.update(
                "UPDATE salus.smart_session SET used = ? WHERE id = ? AND used < ?",
                now,
                id,
                now.minus(TOUCH));
          }
          return found;
        });
  }

  /** Records a login: the session continues with a new cookie and a new CSRF value. */
  public Started loggedIn(BrowserSession session, String username) {
    String cookie = Secrets.random();
    BrowserSession renewed =
        new BrowserSession(
            Secrets.fingerprint(cookie),
            Secrets.random(),
            Optional.of(username),
            Optional.of(clock.instant()));
    session.username().ifPresent(before -> grants.revokeOnline(session.id()));
    transactions.run(
        sql ->
            sql.update(
                "UPDATE salus.smart_session SET id = ?, csrf = ?, username = ?, authenticated = ?,"
                    + " created = ?, used = ? WHERE id = ?",
                renewed.id(),
                renewed.csrf(),
                username,
                renewed.authenticated(),
                clock.instant(),
                clock.instant(),
                session.id()));
    return new Started(cookie, renewed);
  }

  /** Ends the session and the online access given in it. */
  public void end(BrowserSession session) {
    grants.revokeOnline(session.id());
    transactions.run(
        sql -> sql.update("DELETE FROM salus.smart_session WHERE id = ?", session.id()));
  }

  private static BrowserSession read(ResultSet row) throws SQLException {
    return new BrowserSession(
        row.getString("id"),
        row.getString("csrf"),
        Statements.optional(row, "username"),
        Statements.optionalInstant(row, "authenticated"));
  }
}
