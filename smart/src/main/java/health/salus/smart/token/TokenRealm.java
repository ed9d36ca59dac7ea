package health.salus.smart.token;

import health.salus.smart.scope.SmartScopePermission;
import org.apache.shiro.authc.AuthenticationException;
import org.apache.shiro.authc.AuthenticationInfo;
import org.apache.shiro.authc.AuthenticationToken;
import org.apache.shiro.authc.BearerToken;
import org.apache.shiro.authc.IncorrectCredentialsException;
import org.apache.shiro.authc.SimpleAuthenticationInfo;
import org.apache.shiro.authc.credential.AllowAllCredentialsMatcher;
import org.apache.shiro.authz.AuthorizationInfo;
import org.apache.shiro.authz.SimpleAuthorizationInfo;
import org.apache.shiro.realm.AuthorizingRealm;
import org.apache.shiro.subject.PrincipalCollection;
import org.jspecify.annotations.Nullable;

/**
 * The Shiro realm of access tokens; the principal is an {@link AccessToken}, whose lookup is the
 * check.
 */
public final class TokenRealm extends AuthorizingRealm {
  private final TokenVerifier verifier;

  public TokenRealm(TokenVerifier verifier) {
    this.verifier = verifier;
    setName("tokens");
    setCachingEnabled(false);
    setAuthenticationTokenClass(BearerToken.class);
    setCredentialsMatcher(new AllowAllCredentialsMatcher());
  }

  @Override
  protected AuthenticationInfo doGetAuthenticationInfo(AuthenticationToken token)
      throws AuthenticationException {
    AccessToken found =
        verifier
            .verify(((BearerToken) token).getToken())
            .orElseThrow(IncorrectCredentialsException::new);
    return new SimpleAuthenticationInfo(found, "", getName());
  }

  @Override
  protected @Nullable AuthorizationInfo doGetAuthorizationInfo(PrincipalCollection principals) {
    @Nullable AccessToken token = principals.oneByType(AccessToken.class);
    if (token == null) {
      return null;
    }
    SimpleAuthorizationInfo info = new SimpleAuthorizationInfo(token.roles());
    info.addObjectPermissions(SmartScopePermission.of(token.scopes().clinical()));
    info.addStringPermissions(token.rights());
    return info;
  }
}
