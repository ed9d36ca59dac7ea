package health.salus.smart.client;

import java.util.Optional;
import org.apache.shiro.authc.AuthenticationToken;

/** What a client sends to show who it is. */
public sealed interface ClientCredential extends AuthenticationToken {

  /** A public client gives only its name; PKCE and the redirect URL bind what it gets. */
  record Name(String clientId) implements ClientCredential {
    @Override
    public Object getPrincipal() {
      return clientId;
    }

    @Override
    public Object getCredentials() {
      return "";
    }
  }

  /** HTTP Basic or form fields. */
  record Secret(String clientId, String secret) implements ClientCredential {
    @Override
    public Object getPrincipal() {
      return clientId;
    }

    @Override
    public Object getCredentials() {
      return secret;
    }

    @Override
    public String toString() {
      return "Secret of " + clientId;
    }
  }

  /**
   * RFC 7523 section 2.2.
   *
   * @param clientId as a form field, where it was sent
   */
  record Assertion(Optional<String> clientId, String jwt) implements ClientCredential {
    @Override
    public Object getPrincipal() {
      return clientId.orElse("");
    }

    @Override
    public Object getCredentials() {
      return jwt;
    }

    @Override
    public String toString() {
      return "Assertion";
    }
  }
}
