package health.salus.smart.oauth;

/** Who may register apps at {@code /oauth/register}. */
public enum RegistrationMode {
  /** Anybody, at a limited rate; {@code system/} scopes wait for an administrator. */
  OPEN,
  /** Only with an administrator's access token. */
  ADMINISTRATORS,
  /** Nobody; the endpoint is not there. */
  OFF
}
