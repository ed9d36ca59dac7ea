package health.salus.storage.facts;

import java.util.HashSet;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/** All codings in a resource, contained resources too. */
public final class Codings {
  private Codings() {}

  /** As {@code system|code}. */
  public static Set<String> of(Resource resource) {
    Set<String> found = new HashSet<>();
    visit(resource, found);
    return found;
  }

  private static void visit(Base element, Set<String> found) {
    if (element instanceof Meta || element instanceof Narrative || element.isPrimitive()) {
      return;
    }
    if (element instanceof Coding coding && coding.hasCode()) {
      found.add(coding.getSystem() + "|" + coding.getCode());
    }
    for (Property child : element.children()) {
      for (Base value : child.getValues()) {
        visit(value, found);
      }
    }
  }
}
