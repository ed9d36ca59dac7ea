package health.salus.storage.body;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.interceptors.body.BodyGuard;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.jspecify.annotations.Nullable;

/** Hands each parsed resource the JSON it came from, entry by entry for a transaction or batch. */
@Interceptor
public final class SentBodies {

  /** Runs once the body is parsed and before anything is done with it. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void attach(RequestDetails request) {
    Optional<JsonNode> sent = BodyGuard.sent(request);
    @Nullable IBaseResource resource = request.getResource();
    if (sent.isEmpty() || resource == null) {
      return;
    }
    boolean ofServer = request.getResourceName() == null;
    if (ofServer && resource instanceof Bundle bundle) {
      entries(bundle.getEntry(), sent.get().path("entry"));
    } else if (sent.get() instanceof ObjectNode tree) {
      StoredBody.sent(resource, tree);
    }
  }

  private static void entries(List<BundleEntryComponent> entries, JsonNode sent) {
    for (int i = 0; i < entries.size() && i < sent.size(); i++) {
      if (entries.get(i).getResource() != null
          && sent.get(i).get("resource") instanceof ObjectNode tree) {
        StoredBody.sent(entries.get(i).getResource(), tree);
      }
    }
  }
}
