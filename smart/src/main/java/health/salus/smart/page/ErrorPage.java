package health.salus.smart.page;

/**
 * The page for a request that cannot continue and must not return to the app.
 *
 * @param title the fault, in a few words
 * @param message meaning of the fault and advice for the user; no detail that helps an attacker
 */
public record ErrorPage(String title, String message) {}
