package health.salus.smart.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import health.salus.smart.seal.Seal;
import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Statements;
import health.salus.smart.store.Transactions;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The signing keys of certificates, in the table {@code certificate_key}. Certificates are verified
 * years later, so these keys are not those of tokens, which leave the published key set after some
 * months. The type in the header marks a certificate, so that it is not taken for a token.
 *
 * <p>Stored: the private key as a JWK, sealed with AES-256-GCM and bound to its id. The first node
 * that reads the keys creates one, under a lock shared by all nodes, so every node publishes it
 * before it has signed anything. The newest key signs; all are published. Thread-safe.
 */
public final class CertificateKeys {
  private static final long LOCK = 0x53414c5543L; // "SALUC"

  private final Transactions transactions;
  private final Seal seal;
  private final Clock clock;

  public CertificateKeys(Transactions transactions, Seal seal, Clock clock) {
    this.transactions = transactions;
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * A compact JWS.
   *
   * @param type type of the content, for the header
   */
  public String sign(String type, Map<String, Object> claims) {
    List<ECKey> all = keys();
    ECKey key = all.get(all.size() - 1);
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES384)
            .type(new JOSEObjectType(type))
            .keyID(key.getKeyID())
            .build();
    JWSObject signed = new JWSObject(header, new Payload(claims));
    try {
      signed.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("a certificate could not be signed", e);
    }
    return signed.serialize();
  }

  /** The public parts of all of them. */
  public List<JWK> published() {
    return keys().stream().<JWK>map(ECKey::toPublicJWK).toList();
  }

  private List<ECKey> keys() {
    return transactions.run(
        sql -> {
          List<ECKey> stored = stored(sql);
          return stored.isEmpty() ? first(sql) : stored;
        });
  }

  private List<ECKey> first(Statements sql) throws SQLException {
    sql.query("SELECT pg_advisory_xact_lock(?)", row -> true, LOCK);
    List<ECKey> faster = stored(sql);
    if (!faster.isEmpty()) {
      return faster;
    }
    ECKey key = generate();
    sql.update(
        "INSERT INTO salus.certificate_key (id, sealed, created) VALUES (?, ?, ?)",
        key.getKeyID(),
        seal.seal(key.toJSONString().getBytes(StandardCharsets.UTF_8), address(key.getKeyID())),
        clock.instant());
    return List.of(key);
  }

  private List<ECKey> stored(Statements sql) throws SQLException {
    return sql.query(
        "SELECT id, sealed FROM salus.certificate_key ORDER BY created",
        row -> open(row.getString(1), row.getBytes(2)));
  }

  private ECKey open(String id, byte[] sealed) {
    try {
      return ECKey.parse(new String(seal.open(sealed, address(id)), StandardCharsets.UTF_8));
    } catch (ParseException e) {
      throw new IllegalStateException("the certificate key " + id + " is no JWK", e);
    }
  }

  private static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_384)
          .keyID(Secrets.id())
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES384)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("a certificate key could not be made", e);
    }
  }

  private static String address(String id) {
    return "certificate_key/" + id;
  }
}
