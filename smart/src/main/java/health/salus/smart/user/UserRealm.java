package health.salus.smart.user;

import java.util.Optional;
import org.apache.shiro.authc.AuthenticationException;
import org.apache.shiro.authc.AuthenticationInfo;
import org.apache.shiro.authc.AuthenticationToken;
import org.apache.shiro.authc.DisabledAccountException;
import org.apache.shiro.authc.SimpleAuthenticationInfo;
import org.apache.shiro.authc.UnknownAccountException;
import org.apache.shiro.authc.UsernamePasswordToken;
import org.apache.shiro.authz.AuthorizationInfo;
import org.apache.shiro.authz.SimpleAuthorizationInfo;
import org.apache.shiro.realm.AuthorizingRealm;
import org.apache.shiro.subject.PrincipalCollection;
import org.jspecify.annotations.Nullable;

/** The Shiro realm of users with passwords; the principal is a {@link User}. Nothing is cached. */
public final class UserRealm extends AuthorizingRealm {
  private final Users users;
  private final PasswordHashing passwords;

  public UserRealm(Users users, PasswordHashing passwords) {
    this.users = users;
    this.passwords = passwords;
    setName("users");
    setCachingEnabled(false);
    setAuthenticationTokenClass(UsernamePasswordToken.class);
    setCredentialsMatcher(
        (token, info) -> passwords.matches(password(token), (String) info.getCredentials()));
  }

  @Override
  protected AuthenticationInfo doGetAuthenticationInfo(AuthenticationToken token)
      throws AuthenticationException {
    Optional<StoredUser> found = users.stored((String) token.getPrincipal());
    if (found.isEmpty()) {
      passwords.waste(password(token));
      throw new UnknownAccountException();
    }
    if (!found.get().user().enabled()) {
      passwords.waste(password(token));
      throw new DisabledAccountException();
    }
    return new SimpleAuthenticationInfo(found.get().user(), found.get().password(), getName());
  }

  @Override
  protected @Nullable AuthorizationInfo doGetAuthorizationInfo(PrincipalCollection principals) {
    @Nullable User user = principals.oneByType(User.class);
    if (user == null) {
      return null;
    }
    SimpleAuthorizationInfo info = new SimpleAuthorizationInfo(user.roles());
    info.addObjectPermissions(Role.permissions(user.roles()));
    return info;
  }

  private static String password(AuthenticationToken token) {
    return String.valueOf((char[]) token.getCredentials());
  }
}
