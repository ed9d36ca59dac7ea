package health.salus.smart.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTest {

  @Test
  void onlyAdministratorsHaveRights() {
    for (Role role : Role.values()) {
      assertThat(Role.rights(Set.of(role.code())).isEmpty()).isEqualTo(role != Role.ADMIN);
    }
  }

  @Test
  void unknownRolesAllowNothing() {
    assertThat(Role.scopes(List.of("wizard", "Admin", ""))).isEmpty();
    assertThat(Role.rights(List.of("wizard"))).isEmpty();
  }

  @Test
  void noRoleGivesSystemScopes() {
    for (Role role : Role.values()) {
      assertThat(Role.scopes(Set.of(role.code())))
          .isNotEmpty()
          .noneMatch(scope -> scope.context().code().equals("system"));
    }
  }
}
