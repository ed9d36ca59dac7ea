package health.salus.smart.client;

/** The authentication methods of clients. */
public enum ClientAuthentication {
  /** No authentication: a public client. */
  NONE,
  /** {@code client_secret_basic} or {@code client_secret_post}. */
  SECRET,
  /** {@code private_key_jwt}. */
  KEY
}
