package health.salus.cdshooks.risk;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The result of a model for one patient. */
public sealed interface RiskResult {
  /** A probability and its reasons, the strongest first. */
  record Scored(
      Model model, Prediction prediction, List<Driver> drivers, List<MissingInput> missing)
      implements RiskResult {
    public Scored {
      drivers = List.copyOf(drivers);
      missing = List.copyOf(missing);
    }
  }

  /** The model abstains because of missing values. */
  record Abstained(Model model, List<MissingInput> missing) implements RiskResult {
    public Abstained {
      missing = List.copyOf(missing);
    }
  }

  /** No model is trained yet. */
  record NotReady() implements RiskResult {}

  /**
   * The model; {@code url} is the absolute address of a page about the model, not about a patient.
   */
  record Model(String title, String url, String version, boolean trainedOnSyntheticData) {}

  /**
   * For example 0.23 for "Type 2 diabetes" within "2 years".
   *
   * @param qualitative such as "moderate"
   */
  record Prediction(String outcome, String horizon, double probability, String qualitative) {
    public Prediction {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException("probability must be in 0..1 but is " + probability);
      }
    }
  }

  enum Effect {
    INCREASES,
    DECREASES
  }

  /**
   * One of the patient's values that influenced the prediction.
   *
   * @param value with its unit
   * @param date of the measurement; empty for a value without a date, such as age
   */
  record Driver(String display, String value, Optional<LocalDate> date, Effect effect) {}

  record MissingInput(String display, String reason) {}
}
