package health.salus.cdshooks.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The text fields in the context of a hook. */
record HookDefinition(List<String> required, List<String> optional) {
  private static final HookDefinition USER_AND_PATIENT =
      new HookDefinition(List.of("userId", "patientId"), List.of("encounterId"));

  private static final Map<String, HookDefinition> STANDARD =
      Map.of(
          "patient-view",
          USER_AND_PATIENT,
          "encounter-start",
          new HookDefinition(List.of("userId", "patientId", "encounterId"), List.of()),
          "encounter-discharge",
          new HookDefinition(List.of("userId", "patientId", "encounterId"), List.of()));

  /** Empty for hooks that no service here may use yet. */
  static Optional<HookDefinition> of(String hook) {
    return Optional.ofNullable(STANDARD.get(hook));
  }
}
