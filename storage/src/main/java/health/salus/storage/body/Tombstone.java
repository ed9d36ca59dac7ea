package health.salus.storage.body;

import ca.uhn.fhir.context.FhirContext;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Resource;

/**
 * Stands in an answer for a stored version that cannot be opened: a resource of its type with its
 * id, and data-absent-reason {@code error}. One loss must not cost a whole page.
 */
public final class Tombstone {
  private static final String LOSS = Tombstone.class.getName();
  private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  private Tombstone() {}

  public static Resource of(FhirContext fhirContext, String type, Loss loss) {
    Resource stone = (Resource) fhirContext.getResourceDefinition(type).newInstance();
    if (stone instanceof DomainResource domain) {
      domain.addExtension(ABSENT, new CodeType("error"));
    }
    stone.setUserData(LOSS, loss);
    return stone;
  }

  /** Why this could not be opened, if it could not. */
  public static Optional<Loss> loss(IBaseResource resource) {
    return Optional.ofNullable((Loss) ((Resource) resource).getUserData(LOSS));
  }
}
