package health.salus.smart.client;

import java.util.Optional;
import org.apache.shiro.authc.AuthenticationException;
import org.apache.shiro.authc.AuthenticationInfo;
import org.apache.shiro.authc.AuthenticationToken;
import org.apache.shiro.authc.IncorrectCredentialsException;
import org.apache.shiro.authc.SimpleAuthenticationInfo;
import org.apache.shiro.authc.credential.AllowAllCredentialsMatcher;
import org.apache.shiro.realm.AuthenticatingRealm;

/**
 * The Shiro realm of clients; the principal is a {@link Client}. A client must authenticate with
 * its registered method.
 */
public final class ClientRealm extends AuthenticatingRealm {
  private final Clients clients;
  private final AssertionLogin assertionLogin;

  public ClientRealm(Clients clients, AssertionLogin assertionLogin) {
    this.clients = clients;
    this.assertionLogin = assertionLogin;
    setName("clients");
    setCachingEnabled(false);
    setAuthenticationTokenClass(ClientCredential.class);
    setCredentialsMatcher(new AllowAllCredentialsMatcher());
  }

  @Override
  protected AuthenticationInfo doGetAuthenticationInfo(AuthenticationToken token)
      throws AuthenticationException {
    Optional<Client> client = authenticated((ClientCredential) token).filter(Client::enabled);
    return new SimpleAuthenticationInfo(
        client.orElseThrow(IncorrectCredentialsException::new), "", getName());
  }

  private Optional<Client> authenticated(ClientCredential credential) {
    if (credential instanceof ClientCredential.Assertion assertion) {
      return assertionLogin.client(assertion);
    }
    if (credential instanceof ClientCredential.Secret secret) {
      return clients
          .find(secret.clientId())
          .filter(client -> client.authentication() == ClientAuthentication.SECRET)
          .filter(client -> clients.hasSecret(client.id(), secret.secret()));
    }
    return clients
        .find((String) credential.getPrincipal())
        .filter(client -> client.authentication() == ClientAuthentication.NONE);
  }
}
