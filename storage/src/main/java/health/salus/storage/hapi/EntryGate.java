package health.salus.storage.hapi;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.function.BiConsumer;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;

/**
 * Check before each write of a bundle entry. Every entry is refused until a decision is set.
 * Thread-safe.
 */
public final class EntryGate {
  private volatile BiConsumer<RequestDetails, BundleEntryComponent> decision =
      (request, entry) -> {
        throw new IllegalStateException("Nobody decides yet who may write");
      };

  /** Says who decides; the decision throws what the caller is to be answered. */
  public void decideBy(BiConsumer<RequestDetails, BundleEntryComponent> rules) {
    decision = rules;
  }

  void check(RequestDetails request, BundleEntryComponent entry) {
    decision.accept(request, entry);
  }
}
