package health.salus.server.sealing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import health.salus.interceptors.crypto.AesGcmCipher;
import health.salus.interceptors.crypto.CryptoProvider;
import health.salus.interceptors.crypto.HexKeys;
import health.salus.interceptors.crypto.KeyEncryptionKeys;
import health.salus.interceptors.crypto.KeyUnavailable;
import health.salus.interceptors.crypto.KeyWrapping;
import health.salus.interceptors.crypto.KeystoreKeys;
import health.salus.interceptors.crypto.LocalKeyWrapping;
import health.salus.interceptors.crypto.OwnerOnlyKeyFile;
import health.salus.server.StartFailure;
import health.salus.server.config.EncryptionConfig;
import health.salus.server.config.EncryptionConfig.KeyEncryptionKey;
import health.salus.server.sealing.search.SealedSearchSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts sealed storage together. */
public final class Sealing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

  /** No stored body is larger; a transaction's limit is far below. */
  private static final int MAX_BODY_BYTES = 256 * 1024 * 1024;

  private final AesGcmCipher cipher;
  private final KeyRing keys;
  private final SealedBodies bodies;
  private final Optional<SealedSearchSettings> search;
  private final KeyRotation rotation;
  private final SealedTable versions;
  private final ForgottenPatients forgotten;
  private final SealingState state;

  private Sealing(
      AesGcmCipher cipher,
      KeyRing keys,
      SealedBodies bodies,
      Optional<SealedSearchSettings> search,
      KeyRotation rotation,
      SealedTable versions,
      ForgottenPatients forgotten,
      SealingState state) {
    this.state = state;
    this.forgotten = forgotten;
    this.cipher = cipher;
    this.keys = keys;
    this.bodies = bodies;
    this.search = search;
    this.rotation = rotation;
    this.versions = versions;
  }

  /**
   * Opens the keys; the first start makes them.
   *
   * @param keySource connections for keys alone, which commit each statement
   * @param dataSource the connections of everything else, which do not
   * @param data the data folder
   * @throws StartFailure if the key-encryption key is missing, unreadable or another one
   */
  public static Sealing open(
      EncryptionConfig config, DataSource keySource, DataSource dataSource, Path data) {
    try {
      CryptoProvider provider = CryptoProvider.named(config.provider());
      KeyFingerprints fingerprints = new KeyFingerprints(keySource);
      KeyEncryptionKeys source = source(config.keyEncryptionKey(), data, provider, fingerprints);
      KeyWrapping wrapping = new LocalKeyWrapping(source);
      fingerprints.check(wrapping);
      if (!config.enabled()) {
        LOG.warn("Sealing is off (encryption.enabled): what is stored now can be read by anybody");
      }
      KeyRing keys = new KeyRing(keySource, wrapping, provider);
      ForgottenPatients forgotten =
          new ForgottenPatients(
              data.resolve("keys/forgotten"), new PatientErasure(dataSource), keys);
      forgotten.enforce();
      AesGcmCipher cipher = new AesGcmCipher(provider, MAX_BODY_BYTES);
      return new Sealing(
          cipher,
          keys,
          new SealedBodies(cipher, keys, config.plainTypes(), config.enabled()),
          config.enabled() && config.search().enabled()
              ? Optional.of(new SealedSearchSettings(keys.index(), config.search()))
              : Optional.empty(),
          new KeyRotation(source, fingerprints, keys),
          new SealedTable(dataSource, config.plainTypes()),
          forgotten,
          new SealingState(dataSource, config));
    } catch (KeyUnavailable e) {
      throw new StartFailure(e.getMessage() + ".", e);
    } catch (IllegalArgumentException e) {
      throw new StartFailure("encryption.provider: " + e.getMessage() + ".", e);
    } catch (SealingFailure e) {
      throw new StartFailure(e.getMessage() + ".", e);
    }
  }

  private static KeyEncryptionKeys source(
      KeyEncryptionKey key, Path data, CryptoProvider provider, KeyFingerprints fingerprints)
      throws KeyUnavailable {
    char[] password = key.password().orElse("").toCharArray();
    if (key.text().isPresent()) {
      return new HexKeys("encryption.keyEncryptionKey.text", key.text().get(), provider);
    }
    if (key.keystore().isPresent()) {
      return KeystoreKeys.pkcs12(key.keystore().get(), password, provider);
    }
    if (key.pkcs11().isPresent()) {
      return KeystoreKeys.pkcs11(key.pkcs11().get(), password);
    }
    Path folder = key.folder().orElse(data.resolve("keys"));
    OwnerOnlyKeyFile files = new OwnerOnlyKeyFile(folder, provider);
    if (fingerprints.none() && files.generateFirst()) {
      LOG.warn(
          "Made the key-encryption key {}. Keep a copy elsewhere: without it nothing that is stored"
              + " can be read",
          folder.resolve("kek-1"));
    }
    return files;
  }

  /** Resource bodies. */
  public SealedBodies bodies() {
    return bodies;
  }

  /** The search index; empty if it holds plain values. */
  public Optional<SealedSearchSettings> search() {
    return search;
  }

  /** Keys. */
  public KeyRing keys() {
    return keys;
  }

  /**
   * The operation that forgets a patient.
   *
   * @param exists whether there is a patient of a logical id
   */
  public ForgetOperation forgetting(DaoRegistry daos, Predicate<String> exists, Clock clock) {
    return new ForgetOperation(forgotten, daos, exists, clock);
  }

  /**
   * What an administrator does with the keys.
   *
   * @param indexRenewal has the search index made anew in the background
   */
  public KeyJobs jobs(FhirContext fhirContext, Runnable indexRenewal) {
    Resealing resealing = new Resealing(versions, bodies, keys, fhirContext);
    KeyJobs jobs = new KeyJobs(keys, rotation, resealing, state, indexRenewal);
    jobs.resealWhereSettingsAreNew();
    return jobs;
  }

  @Override
  public void close() {
    cipher.close();
  }
}
