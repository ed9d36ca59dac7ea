package health.salus.storage.everything;

import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.interceptors.auth.AccessRules;
import health.salus.storage.hapi.FhirConfig;
import health.salus.storage.hapi.FhirStorage;
import health.salus.storage.narrowing.AccessSql;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Puts the operation together. */
public final class Everything {
  /** HAPI's method for the same, which cannot be narrowed. */
  public static final String OF_HAPI = "patientInstanceEverything";

  private Everything() {}

  /**
   * The provider of the operation.
   *
   * @param datesMasked whether a date is masked for the caller of a request
   */
  @SuppressWarnings("unchecked") // HAPI's only storage has these keys
  public static EverythingOperation over(
      FhirStorage storage,
      DataSource dataSource,
      FhirConfig config,
      Predicate<RequestDetails> datesMasked) {
    Set<String> types = storage.fhirContext().getResourceTypes();
    return new EverythingOperation(
        new RecordQuery(
            storage.bean(AccessRules.class), storage.bean(AccessSql.class), types, dataSource),
        new RecordBodies(
            (SearchBuilderFactory<JpaPid>) storage.bean(SearchBuilderFactory.class),
            storage.bean(IHapiTransactionService.class),
            storage.bean(IInterceptorBroadcaster.class)),
        datesMasked,
        types,
        config.defaultPageSize(),
        config.maxPageSize());
  }
}
