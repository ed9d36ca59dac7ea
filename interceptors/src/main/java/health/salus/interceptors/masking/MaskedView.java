package health.salus.interceptors.masking;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;

/**
 * A resource as one caller gets it. A resource in which nothing is masked is returned as it is;
 * otherwise a masked copy is, which says so in its {@code meta}. The resource given is never
 * changed. A view of a view is the view itself. Thread-safe.
 */
public final class MaskedView {
  private static final String VIEW = MaskedView.class.getName();

  private final ElementModel model;
  private final MaskEdits edits;
  private final HollowExtensions hollow;
  private final PatientOf patients;
  private final MaskKey key;
  private final Clock clock;

  public MaskedView(FhirContext fhirContext, MaskKey key, Clock clock) {
    this.model = new ElementModel(fhirContext);
    this.edits = new MaskEdits(model);
    this.hollow = new HollowExtensions(model);
    this.patients = new PatientOf(model);
    this.key = key;
    this.clock = clock;
  }

  /** The view of a resource under these masks. */
  public Resource of(Masks masks, Resource resource) {
    if (masks.isEmpty() || isView(resource) || !touches(masks, resource, Set.of())) {
      return resource;
    }
    Resource copy = copy(masks, resource, Set.of(), patients.key(resource));
    IncompleteCopy.mark(copy.getMeta());
    return copy;
  }

  /**
   * Exchanges the resources of a bundle that the server itself has just made.
   *
   * @return whether any was
   */
  public boolean exchangeEntries(Masks masks, Bundle bundle) {
    boolean exchanged = false;
    for (NestedResource nested : NestedResource.in(bundle)) {
      if (nested.resource() instanceof Bundle inner && IncompleteCopy.ofServer(inner)) {
        exchanged |= exchangeEntries(masks, inner);
        continue;
      }
      Resource view = of(masks, nested.resource());
      if (view != nested.resource()) {
        nested.exchange().accept(view);
        exchanged = true;
      }
    }
    return exchanged;
  }

  private static boolean isView(Resource resource) {
    return resource.hasUserData(VIEW);
  }

  private boolean touches(Masks masks, Resource resource, Set<String> outerLabels) {
    Set<String> labels = labels(resource, outerLabels);
    return !edits.of(masks, resource, labels).isEmpty()
        || NestedResource.in(resource).stream()
            .anyMatch(
                inner -> isView(inner.resource()) || touches(masks, inner.resource(), labels));
  }

  private Resource copy(Masks masks, Resource resource, Set<String> outerLabels, String patient) {
    Set<String> labels = labels(resource, outerLabels);
    Resource copy = ShownCopy.of(resource);
    copy.setUserData(VIEW, true);
    List<NestedResource> before = NestedResource.in(resource);
    List<NestedResource> after = NestedResource.in(copy);
    boolean inside = false;
    for (int i = 0; i < before.size(); i++) {
      Resource nested = before.get(i).resource();
      if (isView(nested)) {
        after.get(i).exchange().accept(nested);
      } else if (touches(masks, nested, labels)) {
        inside = true;
        boolean contained = resource instanceof DomainResource;
        Resource masked = copy(masks, nested, labels, contained ? patient : patients.key(nested));
        if (!contained) { // what is contained has no labels of its own
          IncompleteCopy.mark(masked.getMeta());
        }
        after.get(i).exchange().accept(masked);
      }
    }
    MaskContext context = new MaskContext(model, key, LocalDate.now(clock), patient);
    edits.of(masks, copy, labels).forEach(edit -> edit.apply(context));
    if (inside) {
      edits.narrative(copy).forEach(edit -> edit.apply(context));
    }
    hollow.fill(copy);
    return copy;
  }

  /** A resource inside another one is as sensitive as that. */
  private static Set<String> labels(Resource resource, Set<String> outer) {
    Meta meta = resource.getMeta();
    Set<String> labels =
        meta.getSecurity().stream()
            .filter(Coding::hasCode)
            .map(Coding::getCode)
            .collect(Collectors.toCollection(HashSet::new));
    labels.addAll(outer);
    return labels;
  }
}
