package health.salus.storage.narrowing;

import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code _has} asks of the resources that refer to a result. It is kept in the request, and
 * the search holds its number as a value of {@code _id}, because HAPI takes that apart where the
 * join is made ({@link NarrowedIdPredicateBuilder}). The number cannot be guessed.
 *
 * @param type whose parameter it is
 * @param parameter with chain or nested {@code _has}, as the client wrote it
 * @param values any of which is enough
 */
record Hop(String type, String parameter, List<String> values) {
  private static final String KEY = Hop.class.getName();

  Hop {
    values = List.copyOf(values);
  }

  /** Keeps it; returns its number. */
  static String keep(RequestDetails request, Hop hop) {
    String number = UUID.randomUUID().toString();
    hops(request).put(number, hop);
    return number;
  }

  /** The hop for which this value of {@code _id} stands, if it does. */
  static Optional<Hop> of(@Nullable RequestDetails request, List<IQueryParameterType> values) {
    if (request == null || values.size() != 1) {
      return Optional.empty();
    }
    return Optional.ofNullable(hops(request).get(values.get(0).getValueAsQueryToken()));
  }

  @SuppressWarnings("unchecked") // nobody else has the key
  private static Map<String, Hop> hops(RequestDetails request) {
    return (Map<String, Hop>)
        request.getUserData().computeIfAbsent(KEY, key -> new ConcurrentHashMap<String, Hop>());
  }
}
