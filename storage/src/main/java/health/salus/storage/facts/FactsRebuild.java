package health.salus.storage.facts;

import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import health.salus.interceptors.consent.ResourceFacts;
import health.salus.storage.body.Tombstone;
import health.salus.storage.sweep.JobProgress;
import health.salus.storage.sweep.TableSweep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes missing facts of resources, one batch per transaction, so it can be stopped and resumed.
 * It also compares all facts with their resources. It reads as the system (docs/system-acts.md).
 */
public final class FactsRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(FactsRebuild.class);
  private static final int BATCH = 200;

  /** Consents and memberships first, because they decide about the rest. */
  private static final String MISSING =
      """
      SELECT r.res_id FROM hfj_resource r
      WHERE r.res_deleted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM salus.access_facts f
          WHERE f.res_id = r.res_id AND f.version = r.res_ver)
      ORDER BY (r.res_type IN ('AuditEvent', 'Provenance', 'Binary')),
        (r.res_type NOT IN ('Consent', 'CareTeam', 'Group', 'PractitionerRole')), r.res_id
      LIMIT %d
      """
          .formatted(BATCH);

  private static final String NEXT =
      "SELECT res_id FROM hfj_resource WHERE res_deleted_at IS NULL AND res_id > :after"
          + " ORDER BY res_id LIMIT :page";

  private final DataSource dataSource;
  private final SearchBuilderFactory<JpaPid> loaders;
  private final IHapiTransactionService transactions;
  private final FactsReader reader;
  private final StoredCodes codes;
  private final List<FactsWriter.Follower> followers;

  public FactsRebuild(
      DataSource dataSource,
      SearchBuilderFactory<JpaPid> loaders,
      IHapiTransactionService transactions,
      FactsReader reader,
      StoredCodes codes,
      List<FactsWriter.Follower> followers) {
    this.dataSource = dataSource;
    this.loaders = loaders;
    this.transactions = transactions;
    this.reader = reader;
    this.codes = codes;
    this.followers = List.copyOf(followers);
  }

  /** Writes what is missing or stale; returns for how many resources. */
  public long run() {
    long done = 0;
    for (List<Long> keys = missing(); !keys.isEmpty(); keys = missing()) {
      int written = write(keys);
      if (written == 0) {
        LOG.error(
            "ALERT: {} resources cannot be loaded; without facts they are denied", keys.size());
        return done;
      }
      done += written;
      LOG.info("Facts written for {} resources", done);
    }
    return done;
  }

  /** Faults in the facts, one line per resource, without any content of the resource. */
  public List<String> verify() {
    List<String> faults = new ArrayList<>();
    new TableSweep<>(dataSource, NEXT, Map.of(), BATCH, row -> row.getLong(1), Function.identity())
        .run(
            new JobProgress(() -> false),
            -1L,
            keys -> {
              Map<Long, FactsRow> stored = rows(keys);
              for (Resource resource : load(keys)) {
                compare(FactsWriter.row(reader, resource), stored, faults);
              }
            });
    return faults;
  }

  private static void compare(FactsRow expected, Map<Long, FactsRow> stored, List<String> faults) {
    FactsRow found = stored.get(expected.resourceId());
    String address = expected.facts().address();
    if (found == null) {
      faults.add(address + " has no facts");
    } else if (found.version() != expected.version()) {
      faults.add(address + " has the facts of another version");
    } else if (!matches(found.facts(), expected.facts())) {
      faults.add(address + " has facts that differ from it");
    }
  }

  /** Protection may be more than its own, because it may be inherited. */
  private static boolean matches(ResourceFacts found, ResourceFacts own) {
    return found.equals(own) || found.equals(own.withProtectionOf(found));
  }

  private int write(List<Long> keys) {
    List<Resource> resources = load(keys);
    FactsBatch batch = new FactsBatch(codes);
    resources.forEach(resource -> batch.putChanged(FactsWriter.row(reader, resource)));
    try (Connection connection = dataSource.getConnection()) {
      batch.write(connection);
      for (FactsWriter.Follower follower : followers) {
        follower.follow(connection, resources, List.of());
      }
      connection.commit();
      return resources.size();
    } catch (SQLException e) {
      throw new IllegalStateException("The facts of resources cannot be written", e);
    }
  }

  private List<Resource> load(List<Long> keys) {
    SystemRequestDetails request = new SystemRequestDetails();
    List<IBaseResource> loaded =
        Objects.requireNonNull(
            transactions
                .withRequest(request)
                .execute(
                    () ->
                        loaders
                            .newSearchBuilder("Patient", Patient.class)
                            .loadResourcesByPid(
                                keys.stream().map(JpaPid::fromId).toList(), request)));
    return loaded.stream()
        .filter(resource -> Tombstone.loss(resource).isEmpty()) // their facts stay as they are
        .map(Resource.class::cast)
        .toList();
  }

  private Map<Long, FactsRow> rows(List<Long> keys) {
    Map<Long, FactsRow> rows = new LinkedHashMap<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT %s FROM salus.access_facts WHERE res_id = ANY (?)"
                    .formatted(FactsRow.COLUMNS))) {
      select.setArray(1, connection.createArrayOf("bigint", keys.toArray()));
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          FactsRow row = FactsRow.read(found, codes);
          rows.put(row.resourceId(), row);
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("The facts of resources cannot be read", e);
    }
  }

  private List<Long> missing() {
    return JdbcClient.create(dataSource).sql(MISSING).query(Long.class).list();
  }
}
