package health.salus.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.consent.Disclosure;
import health.salus.interceptors.masking.MaskingPolicy;
import health.salus.server.TestServer;
import health.salus.smart.user.Role;
import health.salus.storage.setting.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskingFileTest {
  private static final FhirContext FHIR = FhirContext.forR4Cached();

  @TempDir private Path folder;

  @Test
  void shippedFileMasksForNursesResearchAndBillingOnly() {
    MaskingPolicy policy = MaskingFile.read(TestServer.home().resolve("config/masking.yaml"), FHIR);

    for (Role role : Role.values()) {
      boolean masked = Set.of(Role.NURSE, Role.RESEARCHER, Role.BILLING).contains(role);
      assertThat(policy.of(Optional.of(caller(role))).isEmpty()).as(role.code()).isEqualTo(!masked);
    }
    assertThat(policy.of(Optional.of(caller(Role.NURSE))).concern("Observation")).isFalse();
  }

  @Test
  void everyFaultOfAFileIsToldWithItsName() throws IOException {
    Path file =
        Files.writeString(folder.resolve("masking.yaml"), "rules:\n- {name: a}\n- {name: b}");

    assertThatThrownBy(() -> MaskingFile.read(file, FHIR))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.faults())
                    .hasSize(4)
                    .allMatch(fault -> fault.startsWith(file + ": masking rule ")));
  }

  @Test
  void missingOrUnreadableFileIsRefused() throws IOException {
    assertThatThrownBy(() -> MaskingFile.read(folder.resolve("none.yaml"), FHIR))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be read");
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "rules: [");
    assertThatThrownBy(() -> MaskingFile.read(broken, FHIR))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no valid YAML");
  }

  private static Caller caller(Role role) {
    String purposeOfUse =
        switch (role) {
          case RESEARCHER -> "HRESCH";
          case BILLING -> "HPAYMT";
          case CLINICIAN, NURSE, PATIENT, PARENT, PRIVACY, ADMIN -> "TREAT";
        };
    return new Caller(
        "test", Set.of(role.code()), List.of(), Optional.empty(), purposeOfUse, Disclosure.EXEMPT);
  }
}
