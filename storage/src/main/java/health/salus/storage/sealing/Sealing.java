package health.salus.storage.sealing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import health.salus.interceptors.crypto.AesGcmCipher;
import health.salus.interceptors.crypto.CryptoProvider;
import health.salus.interceptors.crypto.HexKeys;
import health.salus.interceptors.crypto.KeyEncryptionKeys;
import health.salus.interceptors.crypto.KeyUnavailable;
import health.salus.interceptors.crypto.KeystoreKeys;
import health.salus.interceptors.crypto.LocalKeyWrapping;
import health.salus.interceptors.crypto.OwnerOnlyKeyFile;
import health.salus.storage.index.SealedSearchSettings;
import health.salus.storage.key.IndexKeyTable;
import health.salus.storage.key.IndexKeys;
import health.salus.storage.key.KeyAges;
import health.salus.storage.key.KeyFingerprints;
import health.salus.storage.key.KeyRewrapping;
import health.salus.storage.key.KeyRing;
import health.salus.storage.key.KeyRotation;
import health.salus.storage.key.RetiringKeys;
import health.salus.storage.key.RunningTransactions;
import health.salus.storage.key.SealingFailure;
import health.salus.storage.sealing.EncryptionConfig.KeyEncryptionKey;
import health.salus.storage.setting.StartFailure;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.AuditEvent;
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
  private final RetiringKeys retiring;
  private final RunningTransactions transactions;
  private final IndexKeyTable indexKeys;
  private final SealedTable versions;
  private final SealingState state;
  private final PlainTraces traces;
  private final DataSource dataSource;
  private final SystemEvents events;
  private final LossAudit losses;
  private final KeyAges ages;
  private final Clock clock;

  private Sealing(
      EncryptionConfig config,
      AesGcmCipher cipher,
      KeyRing keys,
      KeyRotation rotation,
      DataSource keySource,
      DataSource dataSource,
      Clock clock) {
    this.cipher = cipher;
    this.keys = keys;
    this.rotation = rotation;
    this.retiring = new RetiringKeys(keySource);
    this.transactions = new RunningTransactions(dataSource);
    this.indexKeys = new IndexKeyTable(keySource);
    this.dataSource = dataSource;
    this.clock = clock;
    this.events = new SystemEvents();
    this.losses = new LossAudit(events, keySource, clock);
    this.ages = new KeyAges(keySource, clock);
    this.bodies = new SealedBodies(cipher, keys, config.plainTypes(), config.enabled(), losses);
    this.search =
        config.enabled() && config.search().enabled()
            ? Optional.of(new SealedSearchSettings(new IndexKeys(indexKeys, keys), config.search()))
            : Optional.empty();
    this.versions = new SealedTable(dataSource, config.plainTypes());
    this.state = new SealingState(dataSource, config);
    this.traces = new PlainTraces(dataSource, config.plainTypes(), search.isPresent());
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
      EncryptionConfig config,
      DataSource keySource,
      DataSource dataSource,
      Path data,
      Clock clock) {
    try {
      CryptoProvider provider = CryptoProvider.named(config.provider());
      KeyFingerprints fingerprints = new KeyFingerprints(keySource);
      KeyEncryptionKeys source = source(config.keyEncryptionKey(), data, provider, fingerprints);
      AesGcmCipher cipher = new AesGcmCipher(provider, MAX_BODY_BYTES);
      KeyRing keys =
          new KeyRing(keySource, () -> new LocalKeyWrapping(source), provider, cipher::forgetKeys);
      fingerprints.check(keys.table().wrapping());
      warn(config);
      return new Sealing(
          config,
          cipher,
          keys,
          new KeyRotation(
              source,
              fingerprints,
              keys,
              new KeyRewrapping(keySource, keys.table()),
              new RetiringKeys(keySource),
              new RunningTransactions(dataSource)),
          keySource,
          dataSource,
          clock);
    } catch (KeyUnavailable e) {
      throw new StartFailure(e.getMessage() + ".", e);
    } catch (IllegalArgumentException e) {
      throw new StartFailure("encryption.provider: " + e.getMessage() + ".", e);
    } catch (SealingFailure e) {
      throw new StartFailure(e.getMessage() + ".", e);
    }
  }

  private static void warn(EncryptionConfig config) {
    if (!config.enabled()) {
      LOG.warn("Sealing is off (encryption.enabled): what is stored now can be read by anybody");
    }
    for (String option : MemoryDumps.on()) {
      LOG.warn("{} is on: a dump holds keys and what is opened with them, in plain", option);
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
   * The key jobs of an administrator.
   *
   * <p>A stopped job resumes at once.
   */
  public KeyJobs jobs(FhirContext fhirContext, IndexRenewal renewal) {
    Resealing resealing =
        new Resealing(
            versions,
            bodies,
            retiring,
            transactions,
            fhirContext,
            new LargeBodies(dataSource),
            traces);
    KeyJobs jobs =
        new KeyJobs(
            keys,
            rotation,
            resealing,
            state,
            renewal,
            search.map(settings -> new IndexRotation(dataSource, indexKeys, keys.table(), renewal)),
            new KeyJobAudit(events, clock),
            losses);
    jobs.resume();
    return jobs;
  }

  /** Writes AuditEvents of damage and of jobs from now on, as the system, until it is closed. */
  public SystemEvents eventsAsSystem(DaoRegistry daos) {
    return events.start(
        event -> daos.getResourceDao(AuditEvent.class).create(event, new SystemRequestDetails()));
  }

  /** How old the keys are. */
  public KeyAges ages() {
    return ages;
  }

  /** The metrics of sealing. */
  public KeyMetrics metrics(KeyJobs jobs, MeterRegistry registry) {
    return new KeyMetrics(jobs, ages, losses, registry, clock);
  }

  @Override
  public void close() {
    cipher.close();
  }
}
