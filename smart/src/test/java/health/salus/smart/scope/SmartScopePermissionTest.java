package health.salus.smart.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.shiro.authz.Permission;
import org.apache.shiro.authz.permission.WildcardPermission;
import org.junit.jupiter.api.Test;

class SmartScopePermissionTest {

  @Test
  void readingDoesNotImplySearching() {
    assertThat(implies("patient/Patient.r", "patient/Patient.s")).isFalse();
    assertThat(implies("patient/Patient.s", "patient/Patient.r")).isFalse();
    assertThat(implies("patient/Patient.rs", "patient/Patient.r")).isTrue();
    assertThat(implies("patient/Patient.rs", "patient/Patient.rs")).isTrue();
    assertThat(implies("patient/Patient.rs", "patient/Patient.cruds")).isFalse();
  }

  @Test
  void contextsAreNeverMixed() {
    assertThat(implies("user/*.cruds", "patient/Patient.r")).isFalse();
    assertThat(implies("patient/*.cruds", "user/Patient.r")).isFalse();
    assertThat(implies("system/*.cruds", "user/Patient.r")).isFalse();
  }

  @Test
  void oneTypeDoesNotImplyAllTypes() {
    assertThat(implies("patient/*.rs", "patient/Patient.r")).isTrue();
    assertThat(implies("patient/Patient.rs", "patient/*.r")).isFalse();
    assertThat(implies("patient/Patient.rs", "patient/Condition.r")).isFalse();
  }

  @Test
  void aGranularScopeIsNarrowerThanThePlainOne() {
    String laboratory = "patient/Observation.rs?category=c|laboratory";
    assertThat(implies("patient/Observation.rs", laboratory)).isTrue();
    assertThat(implies("patient/*.rs", laboratory)).isTrue();
    assertThat(implies(laboratory, "patient/Observation.rs")).isFalse();
    assertThat(implies(laboratory, "patient/Observation.rs?category=c|vital-signs")).isFalse();
    assertThat(implies(laboratory, laboratory + "&code=x")).isTrue();
    assertThat(implies(laboratory + "&code=x", laboratory)).isFalse();
  }

  @Test
  void aCommaListIsNotImpliedByOneOfItsValues() {
    assertThat(implies("patient/Observation.rs?category=a", "patient/Observation.rs?category=a,b"))
        .isFalse();
    assertThat(implies("patient/Observation.rs?category=a,b", "patient/Observation.rs?category=a"))
        .isTrue();
  }

  @Test
  void otherPermissionsAreNeitherImpliedNorImplying() {
    assertThat(permission("system/*.cruds").implies(new WildcardPermission("a:b"))).isFalse();
  }

  @Test
  void impliesIsAPartialOrderAndRespectsIntersections() {
    List<SmartScope> all = sample();

    for (SmartScope a : all) {
      assertThat(a.implies(a)).as("%s is reflexive", a).isTrue();
      for (SmartScope b : all) {
        if (a.implies(b) && b.implies(a)) {
          assertThat(a).as("antisymmetric").isEqualTo(b);
        }
        a.intersect(b).ifPresent(both -> assertThat(a.implies(both) && b.implies(both)).isTrue());
        assertThat(a.intersect(b).isEmpty()).isEqualTo(b.intersect(a).isEmpty());
        for (SmartScope c : all) {
          if (a.implies(b) && b.implies(c)) {
            assertThat(a.implies(c)).as("%s, %s, %s is transitive", a, b, c).isTrue();
          }
          if (a.implies(c) && b.implies(c)) {
            assertThat(a.intersect(b)).hasValueSatisfying(both -> both.implies(c));
          }
        }
      }
    }
  }

  /** Every combination of few values: 3 contexts, 3 types, 7 interactions, 4 parameter lists. */
  private static List<SmartScope> sample() {
    List<SmartScope> all = new ArrayList<>();
    for (String context : List.of("patient", "user")) {
      for (String type : List.of("*", "Observation", "Condition")) {
        for (String actions : List.of("r", "s", "rs", "cud", "cruds")) {
          for (String query : List.of("", "?category=a", "?category=a,b", "?category=a&code=x")) {
            SmartScope.parse(context + "/" + type + "." + actions + query).ifPresent(all::add);
          }
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(80);
    return all;
  }

  private static boolean implies(String broader, String narrower) {
    return permission(broader).implies(permission(narrower));
  }

  private static Permission permission(String text) {
    return new SmartScopePermission(SmartScope.parse(text).orElseThrow());
  }
}
