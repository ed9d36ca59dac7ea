package health.salus.server.smart;

/** Prints the password of the first administrator once, at the first start. */
public final class FirstPassword {
  private FirstPassword() {}

  /** On the console and never in the log. */
  @SuppressWarnings("SystemOut")
  public static void show(String password) {
    System.out.printf(
        "First start: sign in as admin with the password %s (it is shown this once).%n", password);
  }
}
