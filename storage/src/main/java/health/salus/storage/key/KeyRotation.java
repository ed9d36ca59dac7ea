package health.salus.storage.key;

import health.salus.interceptors.crypto.KeyEncryptionKeys;
import health.salus.interceptors.crypto.KeyUnavailable;
import health.salus.interceptors.crypto.OwnerOnlyKeyFile;
import health.salus.storage.sweep.JobProgress;
import java.time.Duration;

/** Rotates keys while the server runs. A rotation that is stopped keeps the steps already done. */
public final class KeyRotation {
  private final KeyEncryptionKeys source;
  private final KeyFingerprints fingerprints;
  private final KeyRing keys;
  private final KeyRewrapping rewrapping;
  private final RetiringKeys retiring;
  private final RunningTransactions transactions;

  public KeyRotation(
      KeyEncryptionKeys source,
      KeyFingerprints fingerprints,
      KeyRing keys,
      KeyRewrapping rewrapping,
      RetiringKeys retiring,
      RunningTransactions transactions) {
    this.source = source;
    this.fingerprints = fingerprints;
    this.keys = keys;
    this.rewrapping = rewrapping;
    this.retiring = retiring;
    this.transactions = transactions;
  }

  /**
   * Wraps all keys by the newest version of the key-encryption key. In a folder a new version is
   * made; in other sources an operator adds it first, on every node.
   */
  public KeyRewrapping.Wrapped keyEncryptionKey(JobProgress progress) {
    try {
      if (source instanceof OwnerOnlyKeyFile files) {
        files.generateNext();
      }
      // From here on every node makes new keys under the newest version.
      fingerprints.check(keys.table().wrapWithNewest());
    } catch (KeyUnavailable e) {
      throw new SealingFailure(String.valueOf(e.getMessage()), e);
    }
    return wrapAgain(progress);
  }

  /** Wraps those keys that are wrapped by another version. */
  public KeyRewrapping.Wrapped wrapAgain(JobProgress progress) {
    KeyRewrapping.Wrapped wrapped = rewrapping.run(progress);
    // A node may still be writing a key under the previous version.
    transactions.awaitThoseBefore(Duration.ZERO, progress);
    return wrapped.and(rewrapping.run(progress));
  }

  /** Whether it was stopped before all keys were wrapped. */
  public boolean isKeyEncryptionKeyDue() {
    return rewrapping.isDue();
  }

  /** Has a patient's next versions sealed under a new key. {@link Resealing} does the others. */
  public void patient(String patient) {
    retiring.retire(patient);
    keys.forget();
  }
}
