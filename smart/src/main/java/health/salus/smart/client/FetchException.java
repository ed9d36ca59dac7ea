package health.salus.smart.client;

/**
 * Thrown if a client's URL could not be read. The message gives the reason and nothing of the
 * response.
 */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  FetchException(String message) {
    super(message);
  }
}
