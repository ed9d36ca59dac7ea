package health.salus.smart.scope;

import java.util.List;
import org.apache.shiro.authz.Permission;

/**
 * A scope as a Shiro permission. Shiro's {@code WildcardPermission} does not fit scopes: {@code rs}
 * does not imply {@code r}, a short form implies everything, and commas split values.
 */
public record SmartScopePermission(SmartScope scope) implements Permission {

  /** A broader scope implies a narrower one; nothing else is implied. */
  @Override
  public boolean implies(Permission other) {
    return other instanceof SmartScopePermission wanted && scope.implies(wanted.scope);
  }

  public static List<Permission> of(List<SmartScope> scopes) {
    return scopes.stream().<Permission>map(SmartScopePermission::new).toList();
  }
}
