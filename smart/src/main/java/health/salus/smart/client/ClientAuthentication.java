package health.salus.smart.client;

/** How a client proves who it is. */
public enum ClientAuthentication {
  /** A public client: not at all. */
  NONE,
  /** {@code client_secret_basic} or {@code client_secret_post}. */
  SECRET,
  /** {@code private_key_jwt}. */
  KEY
}
