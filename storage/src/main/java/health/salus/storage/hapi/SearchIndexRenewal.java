package health.salus.storage.hapi;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.api.dao.ReindexOutcome;
import ca.uhn.fhir.jpa.api.dao.ReindexParameters;
import ca.uhn.fhir.jpa.api.dao.ReindexParameters.ReindexSearchParametersEnum;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import health.salus.storage.sealing.IndexRenewal;
import health.salus.storage.sweep.JobProgress;
import health.salus.storage.sweep.TableSweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Has HAPI index resources again, a batch in each transaction. HAPI's own job does the same, but
 * tells neither how far it is nor what it could not index, and looks once a minute whether it is to
 * go on.
 */
public final class SearchIndexRenewal implements IndexRenewal {
  private static final Logger LOG = LoggerFactory.getLogger(SearchIndexRenewal.class);
  private static final int BATCH = 50;
  private static final int ATTEMPTS = 10;
  private static final long PAUSE_MILLIS = 20;

  private static final String ALL =
      "SELECT res_id, res_type, fhir_id FROM hfj_resource WHERE res_deleted_at IS NULL AND res_id > :after"
          + " ORDER BY res_id LIMIT :page";

  private static final String UNIQUE =
      "SELECT res_id, res_type, fhir_id FROM hfj_resource r WHERE res_deleted_at IS NULL AND res_id > :after"
          + " AND EXISTS (SELECT FROM hfj_idx_cmp_string_uniq u WHERE u.res_id = r.res_id)"
          + " ORDER BY res_id LIMIT :page";

  private final DataSource dataSource;
  private final DaoRegistry daos;
  private final IFhirSystemDao<?, ?> systemDao;
  private final TransactionTemplate transactions; // HAPI's own would repeat a whole batch

  /** Of this storage, which is in this database. */
  public SearchIndexRenewal(FhirStorage storage, DataSource dataSource) {
    this.dataSource = dataSource;
    this.daos = storage.daos();
    this.systemDao = storage.daos().getSystemDao();
    this.transactions = new TransactionTemplate(storage.bean(PlatformTransactionManager.class));
  }

  private record Stored(long key, String type, String id) {
    String address() {
      return type + "/" + id;
    }
  }

  @Override
  public List<String> run(Rows rows, JobProgress progress) {
    List<String> faults = new ArrayList<>();
    new TableSweep<>(
            dataSource,
            rows == Rows.ALL ? ALL : UNIQUE,
            Map.of(),
            BATCH,
            row -> new Stored(row.getLong(1), row.getString(2), row.getString(3)),
            Stored::key)
        .run(
            progress,
            -1L,
            page -> {
              if (!renew(page).isEmpty()) {
                page.forEach(each -> renewAlone(each).ifPresent(faults::add));
              }
            });
    return faults;
  }

  /**
   * One resource, which others may be writing: each of their writes makes its rows too, but not
   * each of their changes to its tags.
   */
  private Optional<String> renewAlone(Stored resource) {
    Optional<String> fault = renew(List.of(resource));
    for (int i = 1; i < ATTEMPTS && fault.isPresent(); i++) {
      try {
        Thread.sleep(PAUSE_MILLIS * i);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of(resource.address() + ": interrupted");
      }
      fault = renew(List.of(resource));
    }
    return fault.map(reason -> resource.address() + ": " + reason);
  }

  /** What is wrong with one of them, if something is; then none of them may have been indexed. */
  private Optional<String> renew(List<Stored> resources) {
    try {
      return Optional.ofNullable(transactions.execute(status -> reindex(resources)));
    } catch (RuntimeException e) {
      LOG.debug("Not indexed: {}", e.getClass().getName());
      return Optional.of(e.getClass().getSimpleName());
    }
  }

  private @Nullable String reindex(List<Stored> resources) {
    SystemRequestDetails request = new SystemRequestDetails();
    TransactionDetails details = new TransactionDetails();
    List<JpaPid> keys = resources.stream().map(each -> JpaPid.fromId(each.key())).toList();
    systemDao.preFetchResources(keys, true);
    ReindexParameters parameters =
        new ReindexParameters()
            .setReindexSearchParameters(ReindexSearchParametersEnum.ALL)
            .setOptimisticLock(true);
    for (int i = 0; i < keys.size(); i++) {
      ReindexOutcome outcome =
          daos.getResourceDao(resources.get(i).type())
              .reindex(keys.get(i), parameters, request, details);
      if (!outcome.getWarnings().isEmpty()) {
        return "HAPI cannot index it"; // its warnings may quote the resource
      }
    }
    return null;
  }
}
