package health.salus.smart.page;

import org.jspecify.annotations.Nullable;

/**
 * The sign-in page. It posts {@code csrf}, {@code flow}, {@code username}, {@code password} and,
 * when asked for, {@code code}.
 *
 * @param app the app that sent the user here; null when the user came without one
 * @param username initial value of the field, after a failed attempt
 * @param codeAsked whether the field for the six digits of the second factor is shown
 * @param error reason why the last attempt failed, which reveals nothing about the account
 * @param provider external login; null if there is none
 */
public record LoginPage(
    Form form,
    @Nullable AppLabel app,
    String username,
    boolean codeAsked,
    @Nullable String error,
    @Nullable Provider provider) {

  /**
   * An identity provider that signs users in for this server.
   *
   * @param name as users know it
   * @param url address that starts the login
   */
  public record Provider(String name, String url) {}
}
