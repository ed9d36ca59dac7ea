package health.salus.cdshooks.risk;

import health.salus.cdshooks.card.Coding;
import java.util.List;
import java.util.Optional;

/**
 * The presentation of a prediction as a card.
 *
 * @param warningFrom probability from which on the card is a warning
 * @param cardWhenAbstained whether an info card lists the missing values when the model abstains
 * @param sourceUrl absolute URL of a page about this service
 */
public record RiskCardConfig(
    double warningFrom,
    boolean cardWhenAbstained,
    String sourceLabel,
    String sourceUrl,
    Optional<Coding> topic,
    List<Coding> overrideReasons) {

  public RiskCardConfig {
    overrideReasons = List.copyOf(overrideReasons);
    if (!(warningFrom >= 0 && warningFrom <= 1)) {
      throw new IllegalArgumentException("warningFrom must be in 0..1 but is " + warningFrom);
    }
    for (Coding reason : overrideReasons) {
      if (reason.system().isBlank() || reason.code().isBlank() || reason.display().isBlank()) {
        throw new IllegalArgumentException("an override reason needs system, code and display");
      }
    }
  }
}
