package health.salus.ml.model;

import java.util.List;

/** What the model is for, told with every prediction. */
public record IntendedUse(String intended, boolean syntheticData, List<String> cautions) {
  public IntendedUse {
    cautions = List.copyOf(cautions);
  }
}
