package health.salus.server.cds;

import health.salus.cdshooks.card.Coding;
import health.salus.cdshooks.risk.RiskCardConfig;
import health.salus.server.models.ModelsConfig;
import java.util.List;
import java.util.Optional;

/** How this server words its risk cards. */
public final class RiskCardSettings {
  private static final String SYSTEM = "https://salus.health/fhir/CodeSystem/";

  private RiskCardSettings() {}

  public static RiskCardConfig of(ModelsConfig config) {
    return new RiskCardConfig(
        config.warningPercent() / 100.0,
        true,
        "Salus risk prediction",
        "https://salus.health",
        Optional.of(new Coding(SYSTEM + "cds-topic", "risk-prediction", "Risk prediction")),
        List.of(
            reason("already-addressed", "Already being addressed"),
            reason("not-applicable", "Does not apply to this patient"),
            reason("disagree", "I do not agree with the prediction"),
            reason("data-wrong", "The data behind it are wrong")));
  }

  private static Coding reason(String code, String display) {
    return new Coding(SYSTEM + "override-reason", code, display);
  }
}
