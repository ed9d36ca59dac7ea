package health.salus.smart.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import health.salus.smart.seal.Seal;
import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signing keys of tokens, in the table {@code smart_key}: one for RS256 and one for ES384 at
 * any time.
 *
 * <p>Stored: the private key as a JWK, sealed with AES-256-GCM and bound to its id. Every 90 days a
 * successor is created. It is published for a day before it signs, so that cached key sets contain
 * it. The old key stays published for 30 days more. An attacker with both database and sealing key
 * can sign. Thread-safe.
 */
public final class SigningKeys {
  private static final Duration AGE = Duration.ofDays(90);
  private static final Duration ANNOUNCEMENT = Duration.ofDays(1);
  private static final Duration OVERLAP = Duration.ofDays(30);
  private static final Duration REREAD = Duration.ofMinutes(5);
  private static final int RSA_BITS = 3072;
  private static final long LOCK = 0x53414c5553L; // "SALUS"

  private final Transactions transactions;
  private final Seal seal;
  private final Clock clock;
  private volatile @Nullable Loaded loaded;

  public SigningKeys(Transactions transactions, Seal seal, Clock clock) {
    this.transactions = transactions;
    this.seal = seal;
    this.clock = clock;
  }

  /** The key that signs with this algorithm now. */
  public JWK signing(JWSAlgorithm algorithm) {
    Instant announcedBy = clock.instant().minus(ANNOUNCEMENT);
    List<Aged> candidates =
        keys().stream().filter(key -> algorithm.equals(key.jwk().getAlgorithm())).toList();
    return candidates.stream()
        .filter(key -> !key.created().isAfter(announcedBy))
        .max(Comparator.comparing(Aged::created))
        .or(() -> candidates.stream().min(Comparator.comparing(Aged::created)))
        .orElseThrow(() -> new IllegalStateException("no signing key for " + algorithm))
        .jwk();
  }

  /** The key set published at the JWKS URL: public parts only. */
  public JWKSet published() {
    return new JWKSet(keys().stream().map(key -> key.jwk().toPublicJWK()).toList());
  }

  private List<Aged> keys() {
    Loaded known = loaded;
    Instant now = clock.instant();
    if (known == null || known.read().plus(REREAD).isBefore(now)) {
      known = new Loaded(now, transactions.run(sql -> load(sql, now)));
      loaded = known;
    }
    return known.keys();
  }

  private List<Aged> load(Statements sql, Instant now) throws SQLException {
    sql.query("SELECT pg_advisory_xact_lock(?)", row -> true, LOCK);
    sql.update(
        "DELETE FROM salus.smart_key WHERE created < ?", now.minus(AGE).minus(OVERLAP).minus(AGE));
    for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.ES384)) {
      boolean young =
          sql.first(
                  "SELECT 1 FROM salus.smart_key WHERE algorithm = ? AND created > ?",
                  row -> true,
                  algorithm.getName(),
                  now.minus(AGE))
              .isPresent();
      if (!young) {
        insert(sql, generate(algorithm), now);
      }
    }
    return sql.query(
        "SELECT id, sealed, created FROM salus.smart_key WHERE created > ?",
        row -> new Aged(open(row.getString(1), row.getBytes(2)), row.getTimestamp(3).toInstant()),
        now.minus(AGE).minus(OVERLAP));
  }

  private void insert(Statements sql, JWK key, Instant now) throws SQLException {
    byte[] plain = key.toJSONString().getBytes(StandardCharsets.UTF_8);
    sql.update(
        "INSERT INTO salus.smart_key (id, algorithm, sealed, created) VALUES (?, ?, ?, ?)",
        key.getKeyID(),
        key.getAlgorithm().getName(),
        seal.seal(plain, address(key.getKeyID())),
        now);
  }

  private JWK open(String id, byte[] sealed) {
    try {
      return JWK.parse(new String(seal.open(sealed, address(id)), StandardCharsets.UTF_8));
    } catch (ParseException e) {
      throw new IllegalStateException("the signing key " + id + " is no JWK", e);
    }
  }

  private static JWK generate(JWSAlgorithm algorithm) {
    try {
      if (JWSAlgorithm.RS256.equals(algorithm)) {
        return new RSAKeyGenerator(RSA_BITS)
            .keyID(Secrets.id())
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(algorithm)
            .generate();
      }
      return new ECKeyGenerator(Curve.P_384)
          .keyID(Secrets.id())
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(algorithm)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("a signing key could not be made", e);
    }
  }

  private static String address(String id) {
    return "smart_key/" + id;
  }

  private record Aged(JWK jwk, Instant created) {}

  private record Loaded(Instant read, List<Aged> keys) {}
}
