package health.salus.smart.page;

/**
 * The requesting app, as shown to the user. Both texts come from the app's registration and are
 * escaped when shown.
 *
 * @param name registered name
 * @param host host (and port) of the redirect URI that the code will go to, for the user to compare
 */
public record AppLabel(String name, String host) {}
