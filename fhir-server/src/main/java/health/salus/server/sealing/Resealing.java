package health.salus.server.sealing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.JpaStorageResourceParser;
import health.salus.interceptors.crypto.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Seals what was stored in plain and what is sealed under a retired key, while the server runs. It
 * can be stopped and started at any time: what is done needs nothing more.
 */
final class Resealing {
  private final SealedTable versions;
  private final SealedBodies bodies;
  private final KeyRing keys;
  private final FhirContext fhirContext;
  private final LargeBodies largeBodies;
  private final PlainTraces traces;

  Resealing(
      SealedTable versions,
      SealedBodies bodies,
      KeyRing keys,
      FhirContext fhirContext,
      LargeBodies largeBodies,
      PlainTraces traces) {
    this.versions = versions;
    this.bodies = bodies;
    this.keys = keys;
    this.fhirContext = fhirContext;
    this.largeBodies = largeBodies;
    this.traces = traces;
  }

  /**
   * Makes what another HAPI server wrote into what this one would have.
   *
   * @return what stays in plain
   */
  List<String> adopt(JobProgress progress) {
    progress.enter("clearing what other servers left");
    largeBodies.move(progress);
    return traces.delete();
  }

  /**
   * Goes through all versions once.
   *
   * @return how many were sealed anew
   */
  long run(JobProgress progress) {
    progress.enter("sealing versions");
    Map<KeyId, String> retired = keys.table().retired();
    long sealed = 0;
    List<SealedTable.Row> page = versions.after(-1);
    while (!page.isEmpty() && !progress.isStopped()) {
      for (SealedTable.Row row : page) {
        sealed += reseal(row, retired) ? 1 : 0;
      }
      progress.add(page.size());
      page = versions.after(page.get(page.size() - 1).key());
    }
    if (!progress.isStopped()) {
      keys.table().retired(retired.keySet());
    }
    return sealed;
  }

  private boolean reseal(SealedTable.Row row, Map<KeyId, String> retired) {
    Optional<StoredText> stored = StoredText.read(row.text());
    if (stored.isEmpty()) {
      return bodies.seals(row.type()) && exchange(row, row.text(), bodies.owner(parse(row)));
    }
    if (!(stored.get() instanceof StoredText.Sealed sealed)
        || !sealed.address().equals(row.address())) {
      return false;
    }
    Optional<String> owner = SealedBodies.keyOf(sealed).map(retired::get);
    return owner.isPresent()
        && bodies.open(sealed) instanceof SealedBodies.Opened.Body body
        && exchange(row, body.json(), owner.filter(patient -> !patient.isEmpty()));
  }

  private boolean exchange(SealedTable.Row row, String json, Optional<String> owner) {
    String sealed = bodies.sealAnew(json, row.address(), owner);
    return versions.exchange(row, sealed, bodies.digest(row.resource(), json));
  }

  private Resource parse(SealedTable.Row row) {
    Resource resource =
        (Resource)
            fhirContext
                .newJsonParser()
                .setParserErrorHandler(JpaStorageResourceParser.LENIENT_ERROR_HANDLER)
                .parseResource(row.text());
    resource.setId(new IdType(row.resource()));
    return resource;
  }

  /** What is wrong with stored versions, a line each with the address and the reason. */
  List<String> verify(JobProgress progress) {
    progress.enter("opening versions");
    List<String> faults = new ArrayList<>();
    List<SealedTable.Row> page = versions.after(-1);
    while (!page.isEmpty() && !progress.isStopped()) {
      page.forEach(row -> fault(row).ifPresent(fault -> faults.add(row.address() + ": " + fault)));
      progress.add(page.size());
      page = versions.after(page.get(page.size() - 1).key());
    }
    return faults;
  }

  private Optional<String> fault(SealedTable.Row row) {
    Optional<StoredText> stored = StoredText.read(row.text());
    if (!(stored.orElse(null) instanceof StoredText.Sealed sealed)) {
      return Optional.of("NOT_SEALED");
    }
    if (!sealed.address().equals(row.address())) {
      return Optional.of(Loss.MISPLACED.name());
    }
    SealedBodies.Opened opened = bodies.open(sealed);
    if (opened instanceof SealedBodies.Opened.Lost lost) {
      return Optional.of(lost.loss().name());
    }
    String digest = ((SealedBodies.Opened.Body) opened).digest();
    return row.digest().isEmpty() || row.digest().equals(digest)
        ? Optional.empty()
        : Optional.of(Loss.ROLLED_BACK.name());
  }
}
