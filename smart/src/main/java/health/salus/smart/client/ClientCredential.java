package health.salus.smart.client;

import java.util.Optional;
import org.apache.shiro.authc.AuthenticationToken;

/** The credential that a client sends. */
public sealed interface ClientCredential extends AuthenticationToken {

  /** A public client sends only its id; PKCE and the redirect URL bind its tokens. */
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
