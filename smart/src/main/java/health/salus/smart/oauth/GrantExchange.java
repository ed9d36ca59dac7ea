package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.client.Client;
import health.salus.smart.token.TokenBinding;

/** Handles one grant type of the token endpoint. Implementations are thread-safe. */
@FunctionalInterface
public interface GrantExchange {
  /**
   * The answer with the tokens.
   *
   * @param client authenticated, and registered for this grant type
   * @throws OAuthException if the request is refused
   */
  ObjectNode exchange(Client client, Parameters form, TokenBinding binding);
}
