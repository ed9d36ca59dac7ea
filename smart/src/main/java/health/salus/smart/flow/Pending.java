package health.salus.smart.flow;

import java.time.Instant;
import java.util.Optional;

/**
 * An authorization request that waits for its user.
 *
 * @param parameters as the app sent them
 * @param patient as picked
 * @param encounter as picked; an empty text when the user goes on without one
 */
record Pending(
    String id,
    String parameters,
    Optional<String> patient,
    Optional<String> encounter,
    Instant created) {}
