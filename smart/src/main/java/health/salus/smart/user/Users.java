package health.salus.smart.user;

import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The users of the embedded mode, and their administration. Thread-safe. */
public final class Users {
  private static final String COLUMNS =
      "SELECT username, password, fhir_user, roles, totp_secret, enabled FROM salus.smart_user";

  private final Transactions transactions;
  private final PasswordHashing passwords;
  private final SecondFactor secondFactor;
  private final EventLog events;
  private final Clock clock;
  private final Consumer<String> lost;

  /** {@code lost} is notified of users whose cached tokens must be looked up again. */
  public Users(
      Transactions transactions,
      PasswordHashing passwords,
      SecondFactor secondFactor,
      EventLog events,
      Clock clock,
      Consumer<String> lost) {
    this.transactions = transactions;
    this.passwords = passwords;
    this.secondFactor = secondFactor;
    this.events = events;
    this.clock = clock;
    this.lost = lost;
  }

  public Optional<User> find(String username) {
    return stored(username).map(StoredUser::user);
  }

  public List<User> all() {
    return transactions.run(sql -> sql.query(COLUMNS + " ORDER BY username", Users::read)).stream()
        .map(StoredUser::user)
        .toList();
  }

  /**
   * Creates the user, or gives an existing one this password, reference and these roles. Sessions
   * that were opened with the old password end.
   */
  public void save(NewUser user, String password) {
    String hash = passwords.hash(password);
    transactions.run(
        sql -> {
          sql.update("DELETE FROM salus.smart_session WHERE username = ?", user.username());
          return sql.update(
              """
              INSERT INTO salus.smart_user (username, password, fhir_user, roles, created)
              VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (username) DO UPDATE SET password = EXCLUDED.password,
                fhir_user = EXCLUDED.fhir_user, roles = EXCLUDED.roles
              """,
              user.username(),
              hash,
              user.fhirUser(),
              user.roles().stream().map(Role::code).toList(),
              clock.instant());
        });
    changed(user.username(), "saved");
  }

  /** Creates or updates a user from the data of the hospital's provider; no password matches. */
  public void saveProvided(NewUser user) {
    int changed =
        transactions.run(
            sql ->
                sql.update(
                    """
                    INSERT INTO salus.smart_user AS known
                      (username, password, fhir_user, roles, created)
                    VALUES (?, '!', ?, ?, ?)
                    ON CONFLICT (username) DO UPDATE
                      SET fhir_user = EXCLUDED.fhir_user, roles = EXCLUDED.roles
                      WHERE known.fhir_user IS DISTINCT FROM EXCLUDED.fhir_user
                        OR known.roles IS DISTINCT FROM EXCLUDED.roles
                    """,
                    user.username(),
                    user.fhirUser(),
                    user.roles().stream().map(Role::code).sorted().toList(),
                    clock.instant()));
    if (changed > 0) {
      changed(user.username(), "taken over from the provider");
    }
  }

  /** Enables or disables a user. A disabled user cannot log in, and the user's tokens end. */
  public void enable(String username, boolean enabled) {
    transactions.run(
        sql ->
            sql.update(
                "UPDATE salus.smart_user SET enabled = ? WHERE username = ?", enabled, username));
    changed(username, enabled ? "enabled" : "disabled");
  }

  /** Requires a second factor (RFC 6238) from now on; returns its secret in Base32, only once. */
  public String requireSecondFactor(String username) {
    String secret = secondFactor.enroll(username);
    changed(username, "second factor set");
    return secret;
  }

  /**
   * Creates the first administrator if there is no user.
   *
   * @return the generated password, to be shown once
   */
  public Optional<String> createFirstAdministrator(String username) {
    boolean somebody =
        transactions.run(
            sql -> sql.first("SELECT 1 FROM salus.smart_user LIMIT 1", row -> true).isPresent());
    if (somebody) {
      return Optional.empty();
    }
    String password = Secrets.id();
    save(new NewUser(username, Optional.empty(), java.util.Set.of(Role.ADMIN)), password);
    return Optional.of(password);
  }

  /** Whether any user has a second factor, so that the login page must ask for a code. */
  public boolean anySecondFactor() {
    return transactions.run(
        sql ->
            sql.first(
                    "SELECT 1 FROM salus.smart_user WHERE totp_secret IS NOT NULL LIMIT 1",
                    row -> true)
                .isPresent());
  }

  Optional<StoredUser> stored(String username) {
    return transactions.run(
        sql -> sql.first(COLUMNS + " WHERE username = ?", Users::read, username));
  }

  void countFailure(String username) {
    transactions.run(
        sql ->
            sql.update(
                "UPDATE salus.smart_user SET failed_attempts = failed_attempts + 1"
                    + " WHERE username = ?",
                username));
  }

  void clearFailures(String username) {
    transactions.run(
        sql ->
            sql.update(
                "UPDATE salus.smart_user SET failed_attempts = 0"
                    + " WHERE username = ? AND failed_attempts > 0",
                username));
  }

  private void changed(String username, String what) {
    lost.accept(username);
    events.record(
        SecurityEvent.success(
            EventKind.USER_CHANGE, Optional.empty(), Optional.of(username), what));
  }

  private static StoredUser read(ResultSet row) throws SQLException {
    Optional<byte[]> factor = Optional.ofNullable(row.getBytes("totp_secret"));
    User user =
        new User(
            row.getString("username"),
            Statements.optional(row, "fhir_user"),
            Statements.texts(row, "roles"),
            row.getBoolean("enabled"),
            factor.isPresent());
    return new StoredUser(user, row.getString("password"), factor);
  }
}
