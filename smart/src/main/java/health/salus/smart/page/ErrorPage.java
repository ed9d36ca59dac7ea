package health.salus.smart.page;

/**
 * What a user sees when a request cannot go on and must not be sent back to the app.
 *
 * @param title what is wrong, in a few words
 * @param message what it means and what the user can do; no detail that helps an attacker
 */
public record ErrorPage(String title, String message) {}
