package health.salus.interceptors.crypto;

import java.security.SecureRandom;

/** The AES-256 key of one patient or of the deployment. Destroying it forgets the data. */
public record DataKey(KeyId id, SecretBytes secret) {
  public static final int BYTES = 32;

  public DataKey {
    if (secret.length() != BYTES) {
      throw new IllegalArgumentException(
          "A data key must have 32 bytes but has " + secret.length());
    }
  }

  public static DataKey random(SecureRandom random) {
    return new DataKey(KeyId.random(random), SecretBytes.random(BYTES, random));
  }
}
