package health.salus.smart.client;

/** A URL of a client was not read; the message says why, without what was answered. */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  FetchException(String message) {
    super(message);
  }
}
