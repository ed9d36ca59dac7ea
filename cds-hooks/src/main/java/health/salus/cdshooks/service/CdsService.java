package health.salus.cdshooks.service;

import health.salus.cdshooks.card.Card;
import health.salus.cdshooks.request.CdsRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A CDS service: its description, its prefetch templates and its cards. Thread-safe; reads only its
 * arguments.
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
   * Answers one call. The list of cards may be empty.
   *
   * @param ownData reads this server's data with the rights of the caller
   * @throws CdsException if the call cannot be answered
   */
  List<Card> handle(CdsRequest request, PatientData ownData);
}
