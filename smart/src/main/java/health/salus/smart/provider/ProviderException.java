package health.salus.smart.provider;

/**
 * Thrown if the provider does not answer, or answers wrongly. The message holds nothing of the
 * answer.
 */
public final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProviderException(String message) {
    super(message);
  }
}
