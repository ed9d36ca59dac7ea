package health.salus.cdshooks.service;

import health.salus.cdshooks.card.Card;
import health.salus.cdshooks.request.CdsRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One clinical service: what it is, what it needs, and what it has to say. Thread-safe; reads
 * nothing but its arguments.
 */
public interface CdsService {
  /** Segment of the service's URL, stable over releases. */
  String id();

  String hook();

  String title();

  String description();

  /** Prefetch key to template; empty if nothing is needed. */
  Map<String, String> prefetch();

  default Optional<String> usageRequirements() {
    return Optional.empty();
  }

  /**
   * Answers one call. No cards means that there is nothing to say.
   *
   * @param ownData this server's data, as the caller may see them
   * @throws CdsException if the call cannot be answered
   */
  List<Card> handle(CdsRequest request, PatientData ownData);
}
