package health.salus.ml.model;

import java.util.List;

/** The intended use of a model; part of every prediction. */
public record IntendedUse(String intended, boolean syntheticData, List<String> cautions) {
  public IntendedUse {
    cautions = List.copyOf(cautions);
  }
}
