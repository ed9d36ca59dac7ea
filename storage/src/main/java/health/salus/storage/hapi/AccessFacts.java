package health.salus.storage.hapi;

import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import health.salus.storage.facts.FactsReader;
import health.salus.storage.facts.FactsRebuild;
import health.salus.storage.facts.FactsWriter;
import health.salus.storage.facts.StoredCodes;
import health.salus.storage.facts.StoredFacts;
import jakarta.persistence.EntityManager;
import java.util.List;
import javax.sql.DataSource;

/** Puts together what keeps the facts of resources. */
public final class AccessFacts {
  private AccessFacts() {}

  /** Keeps them with every write. */
  public static FactsWriter writer(FhirStorage storage, List<FactsWriter.Follower> followers) {
    return new FactsWriter(
        new FactsReader(),
        storage.bean(StoredCodes.class),
        storage.bean(EntityManager.class),
        followers);
  }

  /** Reads them. */
  public static StoredFacts stored(FhirStorage storage, DataSource dataSource) {
    return new StoredFacts(dataSource, new FactsReader(), storage.bean(StoredCodes.class));
  }

  /** Writes those that are missing, and compares them. */
  @SuppressWarnings("unchecked") // HAPI's only storage has these keys
  public static FactsRebuild rebuild(
      FhirStorage storage, DataSource dataSource, List<FactsWriter.Follower> followers) {
    return new FactsRebuild(
        dataSource,
        (SearchBuilderFactory<JpaPid>) storage.bean(SearchBuilderFactory.class),
        storage.bean(IHapiTransactionService.class),
        new FactsReader(),
        storage.bean(StoredCodes.class),
        followers);
  }
}
