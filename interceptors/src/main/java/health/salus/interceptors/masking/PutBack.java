package health.salus.interceptors.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;

/**
 * Keeps the truth when a resource comes back from a caller who saw a masked view of it: what is
 * masked and came back as it was shown, or not at all, becomes what is stored; anything else is
 * refused. Thread-safe.
 */
public final class PutBack {
  private final ElementModel model;
  private final MaskedView views;

  public PutBack(FhirContext fhirContext, MaskedView views) {
    this.model = new ElementModel(fhirContext);
    this.views = views;
  }

  /**
   * Refuses a new resource that says that it is not all of it.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException for such a resource
   */
  public static void checkNew(Resource resource) {
    if (IncompleteCopy.isMarked(resource.getMeta())) {
      throw MaskRefusal.incomplete();
    }
  }

  /**
   * Restores the masked elements of a changed resource.
   *
   * @param patched whether it was made from the stored one by a patch that named nothing masked
   * @return whether the resource was changed by this
   * @throws ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException if it would overwrite
   *     something masked, or is not all of it though nothing is masked
   */
  public boolean restore(Masks masks, Resource stored, Resource sent, boolean patched) {
    Resource view = views.of(masks, stored);
    if (view == stored) {
      checkNew(sent);
    }
    if (masks.isEmpty()) {
      return false;
    }
    boolean changed = IncompleteCopy.isMarked(sent.getMeta());
    IncompleteCopy.unmark(sent.getMeta());
    Set<String> closed = closed(masks, stored.fhirType());
    for (BaseRuntimeChildDefinition child : ElementModel.children(model.definition(stored))) {
      String name = ElementModel.name(child);
      if (name.equals("id") || name.equals("meta")) {
        continue;
      }
      List<IBase> truth = child.getAccessor().getValues(stored);
      List<IBase> shown = child.getAccessor().getValues(view);
      List<IBase> came = child.getAccessor().getValues(sent);
      boolean masked = closed.contains(name) || (view != stored && !same(truth, shown));
      if (!masked || (patched && same(came, truth))) {
        continue;
      }
      if (!empty(came) && !same(came, shown)) {
        throw MaskRefusal.change(stored.fhirType() + "." + name);
      }
      changed |= put(child, sent, List.copyOf(truth));
    }
    return changed;
  }

  private static boolean put(BaseRuntimeChildDefinition child, Resource sent, List<IBase> truth) {
    if (same(child.getAccessor().getValues(sent), truth)) {
      return false;
    }
    child.getMutator().setValue(sent, null);
    truth.forEach(value -> child.getMutator().addValue(sent, value));
    return true;
  }

  /** Elements that are always taken out; accepting a first one would tell that there was none. */
  private static Set<String> closed(Masks masks, String type) {
    return masks.of(type).stream()
        .filter(rule -> rule.action() instanceof MaskAction.Omit && rule.labels().isEmpty())
        .filter(rule -> rule.path().isWholeElement())
        .flatMap(rule -> rule.path().first().stream())
        .collect(java.util.stream.Collectors.toSet());
  }

  private static boolean empty(List<IBase> values) {
    return values.stream().allMatch(IBase::isEmpty);
  }

  private static boolean same(List<IBase> left, List<IBase> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!((Base) left.get(i)).equalsDeep((Base) right.get(i))) {
        return false;
      }
    }
    return true;
  }
}
