package health.salus.smart.page;

/**
 * The app that asks, as the user is shown it. Both texts come from whoever registered the app and
 * are escaped when shown.
 *
 * @param name registered name
 * @param host host (and port) of the redirect URI that the code will go to, for the user to compare
 */
public record AppLabel(String name, String host) {}
