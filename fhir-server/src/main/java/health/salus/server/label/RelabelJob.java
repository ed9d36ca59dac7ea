package health.salus.server.label;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import health.salus.server.label.RelabelStore.Stored;
import health.salus.storage.facts.Codings;
import health.salus.storage.sweep.JobProgress;
import health.salus.terminology.label.Label;
import health.salus.terminology.label.LabelRules;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates the labels of all stored resources to the current rules, as the system
 * (docs/system-acts.md): adds missing labels, and removes those that only an earlier rule had
 * added. It saves its progress, so it resumes after a stop, and runs on one node at a time.
 */
public final class RelabelJob implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RelabelJob.class);

  private final RelabelStore store;
  private final DaoRegistry daos;
  private final LabelRules rules;
  private final String version;
  private volatile boolean stopped;

  /**
   * A job for these rules.
   *
   * @param version changes whenever the rules do
   */
  public RelabelJob(RelabelStore store, DaoRegistry daos, LabelRules rules, String version) {
    this.store = store;
    this.daos = daos;
    this.rules = rules;
    this.version = version;
  }

  /** Asks the job to stop after the resource that it is at. */
  public void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    store.alone(this::relabel);
  }

  private void relabel() {
    AtomicLong changed = new AtomicLong();
    JobProgress progress = new JobProgress(() -> stopped);
    store
        .resources()
        .run(
            progress,
            store.begin(version),
            page -> {
              for (Stored stored : page) {
                if (stopped) {
                  return;
                }
                changed.addAndGet(relabel(stored) ? 1 : 0);
              }
              store.done(version, page.get(page.size() - 1).resourceId());
            });
    if (changed.get() > 0) {
      LOG.info("Relabelled {} resources", changed);
    }
  }

  private boolean relabel(Stored stored) {
    IdType id = new IdType(stored.address());
    IFhirResourceDao<?> dao = daos.getResourceDao(id.getResourceType());
    SystemRequestDetails request = RelabelRequest.make();
    try {
      Resource resource = (Resource) dao.read(id, request);
      Set<String> wanted =
          rules.labels(resource.fhirType(), Codings.of(resource)).stream()
              .map(Label::toString)
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> present = labels(resource);
      Set<String> missing = new TreeSet<>(wanted);
      missing.removeAll(present);
      Set<String> stale = new TreeSet<>(stored.stamped());
      stale.removeAll(wanted);
      stale.retainAll(present);
      if (!stale.isEmpty()) {
        dao.metaDeleteOperation(id, meta(stale), request);
      }
      if (!missing.isEmpty()) {
        dao.metaAddOperation(id, meta(missing), request);
      }
      if (!wanted.equals(stored.stamped())) {
        store.stamped(stored.resourceId(), wanted);
      }
      return !stale.isEmpty() || !missing.isEmpty();
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return false; // deleted since it was listed
    } catch (UnclassifiedServerFailureException e) {
      return false; // its body cannot be opened, which is reported as a loss; the others go on
    }
  }

  private static Set<String> labels(Resource resource) {
    return resource.getMeta().getSecurity().stream()
        .map(label -> label.getSystem() + "|" + label.getCode())
        .collect(Collectors.toSet());
  }

  private static Meta meta(Set<String> labels) {
    Meta meta = new Meta();
    for (String label : labels) {
      int bar = label.lastIndexOf('|');
      meta.addSecurity(
          new Coding().setSystem(label.substring(0, bar)).setCode(label.substring(bar + 1)));
    }
    return meta;
  }
}
