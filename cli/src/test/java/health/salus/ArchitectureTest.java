package health.salus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ca.uhn.fhir.interceptor.api.Hook;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of the architecture that Maven's modules do not enforce by themselves. */
@AnalyzeClasses(
    packages = "health.salus",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.WithoutTestModules.class
    })
class ArchitectureTest {
  /** The stock server is no part of Salus, and fhir-server's tests are used by those of cli. */
  static final class WithoutTestModules implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/stock-server") && !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("health.salus.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule siblingsDoNotKnowEachOther =
      slices()
          .matching("health.salus.(storage|smart|cdshooks|ml|terminology)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule interceptorsKnowNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage("health.salus.interceptors..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "health.salus.storage..",
              "health.salus.smart..",
              "health.salus.cdshooks..",
              "health.salus.ml..",
              "health.salus.terminology..",
              "health.salus.server..",
              "health.salus.cli..");

  @ArchTest
  static final ArchRule onlyApplicationLiesInARootPackage =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.(Application(\\$.*)?|package-info)")
          .should()
          .resideInAnyPackage(
              "health.salus",
              "health.salus.server",
              "health.salus.storage",
              "health.salus.interceptors",
              "health.salus.smart",
              "health.salus.cdshooks",
              "health.salus.ml",
              "health.salus.terminology",
              "health.salus.cli");

  /** The storage API of HAPI, {@code jpa.api} and {@code jpa.searchparam}, is open to all. */
  @ArchTest
  static final ArchRule onlyTheStorageKnowsHowResourcesAreStored =
      noClasses()
          .that()
          .resideOutsideOfPackages("health.salus.storage..", "ca.uhn.fhir.jpa..")
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAnyPackage(
                      "org.springframework..",
                      "jakarta.persistence..",
                      "org.hibernate..",
                      "ca.uhn.fhir.jpa..")
                  .and(
                      JavaClass.Predicates.resideOutsideOfPackages(
                          "ca.uhn.fhir.jpa.api..", "ca.uhn.fhir.jpa.searchparam..")));

  @ArchTest
  static final ArchRule onlyTheHttpPackageUsesJetty =
      noClasses()
          .that()
          .resideOutsideOfPackage("health.salus.server.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jetty..");

  @ArchTest
  static final ArchRule onlySmartUsesShiro =
      noClasses()
          .that()
          .resideOutsideOfPackage("health.salus.smart..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.shiro..");

  @ArchTest
  static final ArchRule onlyModelsUseTribuo =
      noClasses()
          .that()
          .resideOutsideOfPackage("health.salus.ml..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tribuo..", "com.oracle.labs..");

  @ArchTest
  static final ArchRule cryptographyNeedsNothingOfOurs =
      classes()
          .that()
          .resideInAPackage("health.salus.interceptors.crypto..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "health.salus.interceptors.crypto..",
              "java..",
              "javax.crypto..",
              "org.bouncycastle..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule hooksBelongToOneRegistry =
      classes().should(new HooksOfOneRegistry("have hooks of the server or of the storage"));

  /** HAPI has two registries; a class in both would run twice or not at all. */
  private static final class HooksOfOneRegistry extends ArchCondition<JavaClass> {
    HooksOfOneRegistry(String description) {
      super(description);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      Set<Boolean> registries =
          type.getMethods().stream()
              .filter(method -> method.isAnnotatedWith(Hook.class))
              .map(method -> method.getAnnotationOfType(Hook.class).value().name())
              .map(pointcut -> pointcut.startsWith("SERVER_"))
              .collect(Collectors.toSet());
      events.add(
          new SimpleConditionEvent(
              type, registries.size() < 2, type.getName() + " has hooks of both registries"));
    }
  }

  @ArchTest
  static final ArchRule onlyTheCommandLineStartsTheServer =
      noClasses()
          .that()
          .resideOutsideOfPackages("health.salus.cli.command..", "health.salus.server")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("health.salus.server.Application");

  @ArchTest
  static final ArchRule noVagueNames =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static final ArchRule noFieldInjection =
      noFields()
          .should()
          .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
          .orShould()
          .beAnnotatedWith("jakarta.inject.Inject");
}
