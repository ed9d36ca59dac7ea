package health.salus.storage.facts;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps {@code salus.access_facts} in step with the resources: what a transaction writes, changes
 * its facts too, in one go before it commits. A write whose facts cannot be stored does not happen.
 * The facts of what is deleted stay, because they decide who may know that it was there.
 */
@Interceptor
public final class FactsWriter {
  private final FactsReader reader;
  private final StoredCodes codes;
  private final EntityManager entityManager;
  private final List<Follower> followers;

  /** Stores what else follows from the resources of a transaction, before it commits. */
  @FunctionalInterface
  public interface Follower {
    /**
     * Does so.
     *
     * @param written resources as they are now
     * @param deleted addresses, as {@code Type/id}
     */
    void follow(Connection connection, List<Resource> written, List<String> deleted)
        throws SQLException;
  }

  public FactsWriter(
      FactsReader reader,
      StoredCodes codes,
      EntityManager entityManager,
      List<Follower> followers) {
    this.codes = codes;
    this.reader = reader;
    this.entityManager = entityManager;
    this.followers = List.copyOf(followers);
  }

  /** A new resource. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
  public void created(IBaseResource resource) {
    current().written.add((Resource) resource);
  }

  /** A changed resource. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
  public void updated(IBaseResource before, IBaseResource after) {
    current().written.add((Resource) after);
    current().updated.add((Resource) after);
  }

  /** A deleted resource. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
  public void deleted(IBaseResource resource) {
    current().deleted.add((Resource) resource);
  }

  private Changes current() {
    @Nullable Object bound = TransactionSynchronizationManager.getResource(this);
    if (bound instanceof Changes changes) {
      return changes;
    }
    Changes changes = new Changes();
    TransactionSynchronizationManager.bindResource(this, changes);
    TransactionSynchronizationManager.registerSynchronization(changes);
    return changes;
  }

  static FactsRow row(FactsReader reader, Resource resource) {
    return new FactsRow(
        pid(resource),
        resource.getIdElement().getVersionIdPartAsLong(),
        reader.read(resource),
        Stamped.of(resource));
  }

  private static long pid(Resource resource) {
    @Nullable JpaPid pid = IDao.RESOURCE_PID.get(resource);
    if (pid != null) {
      return pid.getId();
    }
    throw new IllegalStateException("A written %s has no key".formatted(resource.fhirType()));
  }

  /** Changes of one transaction so far. */
  private final class Changes implements TransactionSynchronization {
    private final List<Resource> written = new ArrayList<>();
    private final Set<Resource> updated = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Resource> deleted = new ArrayList<>();

    @Override
    public void beforeCommit(boolean readOnly) {
      FactsBatch batch = new FactsBatch(codes);
      for (Resource resource : written) {
        FactsRow row = row(reader, resource);
        if (updated.contains(resource)) {
          batch.putChanged(row);
        } else {
          batch.put(row);
        }
      }
      List<String> gone =
          deleted.stream()
              .map(resource -> resource.fhirType() + "/" + resource.getIdElement().getIdPart())
              .toList();
      entityManager
          .unwrap(Session.class)
          .doWork(
              connection -> {
                batch.write(connection);
                for (Follower follower : followers) {
                  follower.follow(connection, written, gone);
                }
              });
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResourceIfPossible(FactsWriter.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(FactsWriter.this, this);
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(FactsWriter.this);
    }
  }
}
