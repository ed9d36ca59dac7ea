package health.salus.storage.forget;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import health.salus.storage.key.KeyRing;
import health.salus.storage.setting.StartFailure;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The erasure of patients on one node. Thread-safe. */
public final class Forgetting {
  private final ForgottenPatients forgotten;
  private final DataSource dataSource;
  private final Clock clock;

  private Forgetting(ForgottenPatients forgotten, DataSource dataSource, Clock clock) {
    this.forgotten = forgotten;
    this.dataSource = dataSource;
    this.clock = clock;
  }

  /**
   * Opens the list of forgotten patients, and forgets again those whom a backup brought back.
   *
   * @param data the data folder
   * @throws StartFailure if the list cannot be read
   */
  public static Forgetting open(KeyRing keys, DataSource dataSource, Path data, Clock clock) {
    ForgottenPatients forgotten =
        new ForgottenPatients(data.resolve("keys/forgotten"), new PatientErasure(dataSource), keys);
    forgotten.enforce();
    return new Forgetting(forgotten, dataSource, clock);
  }

  /**
   * The operation that forgets a patient.
   *
   * @param signer signs certificates of erasure
   * @param issuer URL of this server
   * @param exists whether there is a patient of a logical id
   */
  public ForgetOperation operation(
      DaoRegistry daos,
      CertificateSigner signer,
      Supplier<String> issuer,
      Predicate<String> exists) {
    return new ForgetOperation(
        forgotten,
        new ForgetRequests(dataSource, new SecureRandom()),
        new ForgetRecords(daos),
        signer,
        issuer,
        exists,
        clock);
  }

  /** The job that learns of patients whom other nodes have forgotten. */
  public ForgottenWatch watch() {
    return new ForgottenWatch(forgotten, clock);
  }
}
