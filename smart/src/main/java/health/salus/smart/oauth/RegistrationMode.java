package health.salus.smart.oauth;

/** The parties that may register apps at {@code /oauth/register}. */
public enum RegistrationMode {
  /** At a limited rate; {@code system/} scopes wait for an administrator. */
  ANYBODY,
  /** Only with an administrator's access token. */
  ADMINISTRATORS,
  /** Nobody; the endpoint does not exist. */
  NOBODY
}
