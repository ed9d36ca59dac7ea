package health.salus.smart.provider;

/** The provider does not answer, or not as it should; the message holds nothing of the answer. */
public final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProviderException(String message) {
    super(message);
  }
}
