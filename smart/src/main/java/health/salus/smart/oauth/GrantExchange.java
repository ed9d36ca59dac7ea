package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.client.Client;
import health.salus.smart.token.TokenBinding;

/** What the token endpoint does for one grant type. Implementations are thread-safe. */
@FunctionalInterface
public interface GrantExchange {
  /**
   * The answer with the tokens.
   *
   * @param client authenticated, and registered for this grant type
   * @throws OAuthException if there are none
   */
  ObjectNode exchange(Client client, Parameters form, TokenBinding binding);
}
