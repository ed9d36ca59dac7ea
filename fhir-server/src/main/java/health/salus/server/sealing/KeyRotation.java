package health.salus.server.sealing;

import health.salus.interceptors.crypto.KeyEncryptionKeys;
import health.salus.interceptors.crypto.KeyUnavailable;
import health.salus.interceptors.crypto.KeyWrapping;
import health.salus.interceptors.crypto.LocalKeyWrapping;
import health.salus.interceptors.crypto.OwnerOnlyKeyFile;

/** Changes keys while the server runs. Whatever was done is done if it is stopped in between. */
final class KeyRotation {
  private static final int AT_ONCE = 100;

  private final KeyEncryptionKeys source;
  private final KeyFingerprints fingerprints;
  private final KeyRing keys;

  KeyRotation(KeyEncryptionKeys source, KeyFingerprints fingerprints, KeyRing keys) {
    this.source = source;
    this.fingerprints = fingerprints;
    this.keys = keys;
  }

  /**
   * Wraps all keys by the newest version of the key-encryption key. In a folder a new version is
   * made; in other sources an operator adds it first.
   *
   * @return how many keys were wrapped again
   */
  long keyEncryptionKey(JobProgress progress) {
    try {
      if (source instanceof OwnerOnlyKeyFile files) {
        files.generateNext();
      }
      KeyWrapping wrapping = new LocalKeyWrapping(source);
      fingerprints.check(wrapping);
      keys.table().wrapWith(wrapping);
    } catch (KeyUnavailable e) {
      throw new SealingFailure(String.valueOf(e.getMessage()), e);
    }
    return wrapAgain(progress);
  }

  /** Wraps those keys that are wrapped by another version; returns how many. */
  long wrapAgain(JobProgress progress) {
    progress.enter("wrapping keys");
    long wrapped = 0;
    for (int some = keys.table().wrapAgain(AT_ONCE);
        some > 0 && !progress.isStopped();
        some = keys.table().wrapAgain(AT_ONCE)) {
      wrapped += some;
    }
    return wrapped;
  }

  /** Whether it was stopped before all keys were wrapped. */
  boolean isKeyEncryptionKeyDue() {
    return keys.table().isWrappedByOthers();
  }

  /** Has a patient's next versions sealed under a new key. {@link Resealing} does the others. */
  void patient(String patient) {
    keys.table().retire(patient);
    keys.forget();
  }
}
