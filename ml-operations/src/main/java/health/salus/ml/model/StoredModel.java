package health.salus.ml.model;

import com.google.common.hash.Hashing;
import java.time.Instant;

/** A trained model as bytes. The constructor refuses bytes that do not match the hash. */
@SuppressWarnings("ArrayRecordComponent") // defensive copies below; equality is by hash
public record StoredModel(
    String name, String version, String sha256, byte[] bytes, Instant created) {
  public StoredModel {
    bytes = bytes.clone();
    if (!Hashing.sha256().hashBytes(bytes).toString().equals(sha256)) {
      throw new IllegalArgumentException(
          "the stored model " + name + " was changed: wrong SHA-256");
    }
  }

  public static StoredModel of(String name, String version, byte[] bytes, Instant created) {
    return new StoredModel(
        name, version, Hashing.sha256().hashBytes(bytes).toString(), bytes, created);
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredModel model
        && sha256.equals(model.sha256)
        && created.equals(model.created);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }
}
