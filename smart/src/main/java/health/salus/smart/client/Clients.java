package health.salus.smart.client;

import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The registered clients, and their administration. Thread-safe. */
public final class Clients {
  private static final String SELECT = "SELECT * FROM salus.smart_client";

  private final Transactions transactions;
  private final EventLog events;
  private final Clock clock;
  private final Consumer<String> lost;

  /** {@code lost} is notified of clients whose cached tokens must be looked up again. */
  public Clients(Transactions transactions, EventLog events, Clock clock, Consumer<String> lost) {
    this.transactions = transactions;
    this.events = events;
    this.clock = clock;
    this.lost = lost;
  }

  /** The client, enabled or not. */
  public Optional<Client> find(String id) {
    return transactions.run(sql -> sql.first(SELECT + " WHERE id = ?", Clients::read, id));
  }

  public List<Client> all() {
    return transactions.run(sql -> sql.query(SELECT + " ORDER BY id", Clients::read));
  }

  /** Creates the client or replaces its registration; an existing secret stays. */
  public void save(Client client) {
    transactions.run(
        sql ->
            sql.update(
                """
                INSERT INTO salus.smart_client (id, name, authentication, jwks, jwks_url,
                  redirect_urls, launch_url, grant_types, scopes, id_token_algorithm, approved,
                  may_introspect, certificate_bound, enabled, created)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name,
                  authentication = EXCLUDED.authentication, jwks = EXCLUDED.jwks,
                  jwks_url = EXCLUDED.jwks_url, redirect_urls = EXCLUDED.redirect_urls,
                  launch_url = EXCLUDED.launch_url, grant_types = EXCLUDED.grant_types,
                  scopes = EXCLUDED.scopes,
                  id_token_algorithm = EXCLUDED.id_token_algorithm, approved = EXCLUDED.approved,
                  may_introspect = EXCLUDED.may_introspect,
                  certificate_bound = EXCLUDED.certificate_bound, enabled = EXCLUDED.enabled
                """,
                client.id(),
                client.name(),
                client.authentication().name(),
                client.jwks(),
                client.jwksUrl(),
                client.redirectUrls(),
                client.launchUrl(),
                client.grantTypes().stream().map(GrantType::code).toList(),
                client.scopes().toString(),
                client.idTokenAlgorithm(),
                client.approved(),
                client.mayIntrospect(),
                client.certificateBound(),
                client.enabled(),
                clock.instant()));
    changed(client.id(), "saved");
  }

  /** Gives the client a new secret, which is returned this once and stored as SHA-256. */
  public String newSecret(String id) {
    String secret = Secrets.random();
    setSecret(id, secret);
    return secret;
  }

  /** Gives the client this secret; it must be random and long. */
  public void setSecret(String id, String secret) {
    transactions.run(
        sql ->
            sql.update(
                "UPDATE salus.smart_client SET secret = ? WHERE id = ?", Secrets.hash(secret), id));
    changed(id, "secret set");
  }

  /** Approves the {@code system/} scopes of a client that registered itself. */
  public void approve(String id) {
    set("approved", id, true);
  }

  /** Enables or disables a client. A disabled client gets no token, and its tokens end. */
  public void enable(String id, boolean enabled) {
    set("enabled", id, enabled);
  }

  boolean hasSecret(String id, String secret) {
    return transactions
        .run(
            sql ->
                sql.first(
                    "SELECT secret FROM salus.smart_client WHERE id = ? AND secret IS NOT NULL",
                    row -> row.getBytes(1),
                    id))
        .filter(stored -> MessageDigest.isEqual(stored, Secrets.hash(secret)))
        .isPresent();
  }

  private void set(String column, String id, boolean value) {
    transactions.run(
        sql ->
            sql.update("UPDATE salus.smart_client SET " + column + " = ? WHERE id = ?", value, id));
    changed(id, column + " " + value);
  }

  private void changed(String id, String what) {
    lost.accept(id);
    events.record(
        SecurityEvent.success(EventKind.CLIENT_CHANGE, Optional.of(id), Optional.empty(), what));
  }

  private static Client read(ResultSet row) throws SQLException {
    return new Client(
        row.getString("id"),
        row.getString("name"),
        ClientAuthentication.valueOf(row.getString("authentication")),
        Statements.optional(row, "jwks"),
        Statements.optional(row, "jwks_url"),
        List.of((String[]) row.getArray("redirect_urls").getArray()),
        Statements.optional(row, "launch_url"),
        Statements.texts(row, "grant_types").stream()
            .flatMap(code -> GrantType.of(code).stream())
            .collect(Collectors.toSet()),
        ScopeSet.parse(row.getString("scopes")),
        row.getString("id_token_algorithm"),
        row.getBoolean("approved"),
        row.getBoolean("may_introspect"),
        row.getBoolean("certificate_bound"),
        row.getBoolean("enabled"));
  }
}
