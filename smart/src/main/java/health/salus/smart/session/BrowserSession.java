package health.salus.smart.session;

import java.time.Instant;
import java.util.Optional;

/**
 * One browser at this server.
 *
 * @param id fingerprint of the cookie, never the cookie
 * @param csrf must come back in every form
 * @param username who logged in, if anybody did
 * @param authenticated when
 */
public record BrowserSession(
    String id, String csrf, Optional<String> username, Optional<Instant> authenticated) {}
