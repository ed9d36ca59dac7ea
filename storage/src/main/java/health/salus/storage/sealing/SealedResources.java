package health.salus.storage.sealing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.JpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.TolerantJsonParser;
import ca.uhn.fhir.jpa.esr.IExternallyStoredResourceService;
import health.salus.storage.body.StoredBody;
import health.salus.storage.body.Tombstone;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;

/** Reads sealed bodies for HAPI, which takes them for stored elsewhere. Thread-safe. */
public final class SealedResources implements IExternallyStoredResourceService {
  private static final String BODY = SealedResources.class.getName();

  private final String id;
  private final FhirContext fhirContext;
  private final SealedBodies bodies;

  private SealedResources(String id, FhirContext fhirContext, SealedBodies bodies) {
    this.id = id;
    this.fhirContext = fhirContext;
    this.bodies = bodies;
  }

  /** For sealed bodies, and for those that wait to be sealed. */
  public static List<SealedResources> of(FhirContext fhirContext, SealedBodies bodies) {
    return List.of(
        new SealedResources(StoredText.SEALED, fhirContext, bodies),
        new SealedResources(StoredText.WAITING, fhirContext, bodies));
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public Map<String, IBaseResource> fetchResources(Collection<String> locations) {
    Map<String, StoredText> texts = new HashMap<>();
    locations.forEach(location -> texts.put(location, read(location)));
    bodies.prepare(texts.values());
    Map<String, IBaseResource> resources = new HashMap<>();
    texts.forEach((location, text) -> resources.put(location, resource(text)));
    return resources;
  }

  @Override
  public IBaseResource fetchResource(String location) {
    return resource(read(location));
  }

  private StoredText read(String location) {
    return id.equals(StoredText.SEALED)
        ? StoredText.Sealed.read(location)
        : StoredText.Waiting.read(location);
  }

  private IBaseResource resource(StoredText stored) {
    SealedBodies.Opened opened = bodies.open(stored);
    if (opened instanceof SealedBodies.Opened.Body body) {
      Resource resource =
          (Resource)
              new TolerantJsonParser(
                      fhirContext, JpaStorageResourceParser.LENIENT_ERROR_HANDLER, null)
                  .parseResource(body.json());
      StoredBody.stored(resource, body.json());
      resource.setUserData(BODY, body);
      return resource;
    }
    return Tombstone.of(
        fhirContext,
        ((StoredText.Sealed) stored).type(),
        ((SealedBodies.Opened.Lost) opened).loss());
  }

  /** The body from which this was read, if it was sealed. */
  static Optional<SealedBodies.Opened.Body> body(IBaseResource resource) {
    return Optional.ofNullable((SealedBodies.Opened.Body) ((Resource) resource).getUserData(BODY));
  }
}
