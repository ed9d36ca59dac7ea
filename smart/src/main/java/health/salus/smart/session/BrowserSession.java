package health.salus.smart.session;

import java.time.Instant;
import java.util.Optional;

/**
 * A browser session.
 *
 * @param id fingerprint of the cookie, never the cookie
 * @param csrf must come back in every form
 * @param username name of the logged-in user, if any
 * @param authenticated time of the login
 */
public record BrowserSession(
    String id, String csrf, Optional<String> username, Optional<Instant> authenticated) {}
