package health.salus.smart.user;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.shiro.authc.credential.DefaultPasswordService;
import org.apache.shiro.crypto.hash.DefaultHashService;
import org.apache.shiro.crypto.support.hashes.argon2.Argon2HashProvider.Parameters;

/**
 * Hashes passwords with Argon2id, as PHC strings. A hash takes 64 MiB for a good part of a second,
 * so only a few run at once; others wait for a limited time. Thread-safe.
 */
public final class PasswordHashing {
  private static final int AT_ONCE = 2;
  private static final int MEMORY_KIB = 65_536;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_LENGTH = 256;

  /** The hash of a password that was thrown away, made with the parameters of every other one. */
  static final String NOBODY =
      "$shiro2$argon2id$v=19$t=1,m=65536,p=4$ru92N0/r+8S3wLSblNYX9w$rUeG6Xv+PGrSi5e1/tsqxZ6k7YNnuLXiMEd8kYxVi+Q";

  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final DefaultPasswordService argon2 = new DefaultPasswordService();

  public PasswordHashing() {
    DefaultHashService service = new DefaultHashService();
    service.setDefaultAlgorithmName(Parameters.DEFAULT_ALGORITHM_NAME);
    service.setParameters(
        Map.of(Parameters.PARAMETER_MEMORY_KIB, MEMORY_KIB, Parameters.PARAMETER_PARALLELISM, 1));
    argon2.setHashService(service);
  }

  String hash(String password) {
    if (password.isEmpty() || password.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a password has 1 to " + MAX_LENGTH + " characters");
    }
    return inTurn(() -> argon2.encryptPassword(password));
  }

  /**
   * Whether the password matches the stored string.
   *
   * @throws LoginBusyException if too many others are waiting
   */
  boolean matches(String password, String stored) {
    return password.length() <= MAX_LENGTH && inTurn(() -> argon2.passwordsMatch(password, stored));
  }

  /** Takes as long as {@link #matches}, for users who do not exist. */
  void waste(String password) {
    matches(password, NOBODY);
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LoginBusyException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoginBusyException();
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
