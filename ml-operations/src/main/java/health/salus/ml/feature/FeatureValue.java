package health.salus.ml.feature;

import java.util.List;

/** What one feature is for one patient at one time. */
public sealed interface FeatureValue {
  /**
   * A value.
   *
   * @param text the value as a reader sees it, with its unit
   * @param time when the newest fact was true, as recorded; empty if it has no time
   * @param sources references of the resources it was computed from
   */
  record Present(double value, String text, String time, List<String> sources)
      implements FeatureValue {
    public Present {
      sources = List.copyOf(sources);
    }
  }

  /** No value, never a silent zero. */
  record Missing(MissingReason reason) implements FeatureValue {}
}
