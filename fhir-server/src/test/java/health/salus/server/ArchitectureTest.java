package health.salus.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the architecture that Maven's modules do not enforce by themselves. */
@AnalyzeClasses(
    packages = "health.salus",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.WithoutTheStockServer.class
    })
class ArchitectureTest {
  private static final String SERVER = "health.salus.server..";

  /** It is no part of Salus; tests compare with it. */
  static final class WithoutTheStockServer implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/stock-server");
    }
  }

  @ArchTest
  static final ArchRule siblingsDoNotKnowEachOther =
      slices()
          .matching("health.salus.(interceptors|smart|cdshooks|ml|terminology)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule onlyTheServerUsesTheContainerAndTheDatabaseMapping =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERVER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "jakarta.persistence..",
              "org.hibernate..",
              "org.eclipse.jetty..",
              "ca.uhn.fhir.jpa.dao..",
              "ca.uhn.fhir.jpa.search..",
              "ca.uhn.fhir.jpa.model.entity..");

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

  @ArchTest
  static final ArchRule modulesHaveNoCycles =
      slices().matching("health.salus.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheCommandLineStartsTheServer =
      noClasses()
          .that()
          .resideOutsideOfPackages("health.salus.server.cli..", "health.salus.server")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("health.salus.server.Application");
}
