package health.salus.interceptors.transaction;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Refuses a bundle of too many entries, a batch as well as a transaction, and an update inside it
 * whose resource names another type or id than its address, as a single update would be refused.
 * HAPI counts transactions only, and lets the address win.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#update">update</a>
 */
@Interceptor
public final class EntryRequests {

  private final int maxEntries;

  /** Refuses bundles of more entries than this. */
  public EntryRequests(int maxEntries) {
    this.maxEntries = maxEntries;
  }

  /** Looks at the entries of a transaction or batch. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void check(RequestDetails request) {
    if (request.getResourceName() == null && request.getResource() instanceof Bundle bundle) {
      List<BundleEntryComponent> entries = bundle.getEntry();
      if (entries.size() > maxEntries) {
        throw new PayloadTooLargeException(
            "A bundle may have %d entries; send it in parts".formatted(maxEntries));
      }
      for (int i = 0; i < entries.size(); i++) {
        if (contradicts(entries.get(i))) {
          throw refusal("Bundle.entry[" + i + "].resource");
        }
      }
    }
  }

  private static boolean contradicts(BundleEntryComponent entry) {
    String url = String.valueOf(entry.getRequest().getUrl());
    Resource resource = entry.getResource();
    if (entry.getRequest().getMethod() != HTTPVerb.PUT || resource == null || url.contains("?")) {
      return false;
    }
    IdType address = new IdType(url);
    boolean otherType =
        address.hasResourceType() && !resource.fhirType().equals(address.getResourceType());
    IdType named = resource.getIdElement();
    boolean otherId =
        named.hasIdPart()
            && !String.valueOf(named.getValue()).startsWith("urn:")
            && !named.getIdPart().equals(address.getIdPart());
    return otherType || otherId;
  }

  private static InvalidRequestException refusal(String path) {
    String text = path + ": type and id must be those of the entry's request.url";
    OperationOutcome outcome = Outcomes.of(IssueType.INVALID, ErrorCode.REQUEST_INVALID, text);
    outcome.getIssueFirstRep().addExpression(path);
    return new InvalidRequestException(text, outcome);
  }
}
