package health.salus.ml.feature;

import java.util.List;

/** The value of one feature for one patient at one time. */
public sealed interface FeatureValue {
  /**
   * A value.
   *
   * @param text the value as shown to readers, with its unit
   * @param time clinical time of the newest fact, as recorded; empty if it has none
   * @param sources references of the resources it was computed from
   */
  record Present(double value, String text, String time, List<String> sources)
      implements FeatureValue {
    public Present {
      sources = List.copyOf(sources);
    }
  }

  /** A missing value, with its reason; never a silent zero. */
  record Missing(MissingReason reason) implements FeatureValue {}
}
