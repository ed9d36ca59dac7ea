package health.salus.server.consent;

import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import health.salus.server.access.StoredFacts;
import health.salus.server.config.ConsentConfig;
import health.salus.server.storage.FhirStorage;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Bundle;

/** Puts the operations about consent together. */
public final class ConsentOperations {
  private ConsentOperations() {}

  /** The providers, for the list of the server. */
  @SuppressWarnings("unchecked") // HAPI's system of R4 takes these bundles
  public static List<Object> over(
      FhirStorage storage,
      DataSource dataSource,
      ConsentConfig config,
      Disclosures disclosures,
      StoredFacts facts,
      Clock clock) {
    IFhirSystemDao<Bundle, ?> systemDao =
        (IFhirSystemDao<Bundle, ?>) storage.bean("mySystemDaoR4", IFhirSystemDao.class);
    return List.of(
        new BreakGlassOperation(
            config,
            new EmergencyStore(dataSource),
            systemDao,
            patient -> facts.exists("Patient/" + patient),
            clock),
        new ExplainAccessOperation(new AccessExplanations(disclosures, facts)));
  }
}
