package health.salus.server.consent;

import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import health.salus.storage.facts.StoredFacts;
import health.salus.storage.hapi.FhirStorage;
import java.time.Clock;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Bundle;

/** Puts the operations about consent together. */
public final class ConsentOperations {
  private ConsentOperations() {}

  /** {@code $break-glass}. */
  @SuppressWarnings("unchecked") // HAPI's system of R4 takes these bundles
  public static BreakGlassOperation breakGlass(
      FhirStorage storage,
      DataSource dataSource,
      ConsentConfig config,
      StoredFacts facts,
      Clock clock) {
    IFhirSystemDao<Bundle, ?> systemDao =
        (IFhirSystemDao<Bundle, ?>) storage.bean("mySystemDaoR4", IFhirSystemDao.class);
    return new BreakGlassOperation(
        config,
        new EmergencyStore(dataSource),
        systemDao,
        patient -> facts.exists("Patient/" + patient),
        clock);
  }

  /** {@code $explain-access}. */
  public static ExplainAccessOperation explainAccess(Disclosures disclosures, StoredFacts facts) {
    return new ExplainAccessOperation(new AccessExplanations(disclosures, facts));
  }
}
