package health.salus.smart.user;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import health.salus.smart.seal.Seal;
import health.salus.smart.seal.Secrets;
import health.salus.smart.store.Transactions;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks time-based one-time passwords (RFC 6238): six digits, 30 seconds, one step of drift either
 * way. A code is valid once. The secret is sealed in the database. Thread-safe.
 */
public final class SecondFactor {
  private static final int SECRET_BYTES = 20;

  private final Transactions transactions;
  private final Seal seal;
  private final Clock clock;
  private final TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();

  public SecondFactor(Transactions transactions, Seal seal, Clock clock) {
    this.transactions = transactions;
    this.seal = seal;
    this.clock = clock;
  }

  /** Sets a new secret and returns it in Base32. */
  String enroll(String username) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    transactions.run(
        sql ->
            sql.update(
                "UPDATE salus.smart_user SET totp_secret = ?, totp_step = 0 WHERE username = ?",
                seal.seal(secret, address(username)),
                username));
    return Base32.encode(secret);
  }

  /** Whether the code is the user's and unused; consumes it. */
  boolean accepts(String username, byte[] sealed, String code) {
    SecretKeySpec key =
        new SecretKeySpec(seal.open(sealed, address(username)), codes.getAlgorithm());
    Duration step = codes.getTimeStep();
    for (int drift = -1; drift <= 1; drift++) {
      Instant moment = clock.instant().plus(step.multipliedBy(drift));
      if (Secrets.same(codeAt(key, moment), code)) {
        return use(username, moment.getEpochSecond() / step.toSeconds());
      }
    }
    return false;
  }

  private boolean use(String username, long step) {
    return transactions.run(
        sql ->
            sql.update(
                    "UPDATE salus.smart_user SET totp_step = ? WHERE username = ? AND totp_step < ?",
                    step,
                    username,
                    step)
                == 1);
  }

  private String codeAt(SecretKeySpec key, Instant moment) {
    try {
      return codes.generateOneTimePasswordString(key, moment);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a second factor has no usable key", e);
    }
  }

  private static String address(String username) {
    return "smart_user/" + username + "/totp";
  }
}
