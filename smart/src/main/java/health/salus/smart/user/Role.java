package health.salus.smart.user;

import health.salus.smart.scope.ScopeSet;
import health.salus.smart.scope.SmartScope;
import health.salus.smart.scope.SmartScopePermission;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.shiro.authz.Permission;
import org.apache.shiro.authz.permission.WildcardPermission;

/**
 * The roles of users, with the maximum of their scopes. The gates that read data decide which
 * patients a user reaches under these scopes.
 */
@SuppressWarnings("ImmutableEnumChecker") // both lists are immutable copies
public enum Role {
  CLINICIAN("user/*.cruds patient/*.cruds"),
  NURSE("user/*.cruds patient/*.cruds"),
  RESEARCHER("user/*.rs"),
  BILLING("user/*.rs"),
  /** The fhirUser is the patient. */
  PATIENT("patient/*.cruds user/*.cruds"),
  /** The fhirUser is a RelatedPerson; the patients are those it stands for. */
  PARENT("patient/*.cruds user/*.cruds"),
  /** Privacy officer. Forgetting a patient needs the right to delete a Patient. */
  PRIVACY("user/*.rs user/Patient.d user/Consent.cruds user/Task.cruds"),
  ADMIN(
      "user/*.cruds",
      "token:introspect",
      "client:register",
      "user:manage",
      "model:train",
      "key:manage");

  private final List<SmartScope> scopes;
  private final List<String> rights;

  Role(String scopes, String... rights) {
    this.scopes = ScopeSet.parse(scopes).clinical();
    this.rights = List.of(rights);
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The codes of all roles. */
  public static Set<String> codes() {
    return Arrays.stream(values()).map(Role::code).collect(Collectors.toSet());
  }

  public static Optional<Role> of(String code) {
    return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
  }

  /** The scopes that a user with these roles may give an app; unknown roles allow nothing. */
  public static List<SmartScope> scopes(Collection<String> codes) {
    return known(codes).flatMap(role -> role.scopes.stream()).distinct().toList();
  }

  /** Administrative rights of a user with these roles, such as {@code token:introspect}. */
  public static Set<String> rights(Collection<String> codes) {
    return known(codes).flatMap(role -> role.rights.stream()).collect(Collectors.toSet());
  }

  /** Scopes and rights, for Shiro. */
  static List<Permission> permissions(Collection<String> codes) {
    return Stream.concat(
            SmartScopePermission.of(scopes(codes)).stream(),
            rights(codes).stream().map(right -> (Permission) new WildcardPermission(right)))
        .toList();
  }

  private static Stream<Role> known(Collection<String> codes) {
    return codes.stream().flatMap(code -> of(code).stream());
  }
}
