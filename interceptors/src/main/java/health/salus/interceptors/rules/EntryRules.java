package health.salus.interceptors.rules;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import health.salus.interceptors.auth.ScopeRules;
import health.salus.interceptors.masking.MaskedWrites;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;

/** Decides about each write of a bundle before the storage touches it. Thread-safe. */
public record EntryRules(ScopeRules scopes) {
  /**
   * Refuses what the scopes of the caller do not allow; a patch that failed before is forgotten.
   */
  public void check(RequestDetails request, BundleEntryComponent entry) {
    MaskedWrites.forgetPatch(request);
    scopes.checkEntry(request, entry);
  }
}
