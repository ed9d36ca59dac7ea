package health.salus.interceptors.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;

/** One element in a resource, with where it stands, so that it can be taken out. */
record Occurrence(Base parent, BaseRuntimeChildDefinition child, Base value) {

  /** Takes the element out of its parent. */
  void remove() {
    List<IBase> others = siblings();
    child.getMutator().setValue(parent, null);
    others.forEach(other -> child.getMutator().addValue(parent, other));
  }

  /** The other elements of this name in the same parent. */
  List<IBase> siblings() {
    List<IBase> others = new ArrayList<>(child.getAccessor().getValues(parent));
    others.removeIf(other -> other == value);
    return others;
  }
}
