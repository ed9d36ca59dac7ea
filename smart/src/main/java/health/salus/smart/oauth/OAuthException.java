package health.salus.smart.oauth;

/** A refused request; the description is for the developer of the app and repeats no input. */
public final class OAuthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final OAuthError error;
  private final String description;

  public OAuthException(OAuthError error, String description) {
    super(error.code() + ": " + description);
    this.error = error;
    this.description = description;
  }

  public OAuthError error() {
    return error;
  }

  public String description() {
    return description;
  }
}
