package health.salus.ml.model;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The index times of training rows. */
public sealed interface Landmarks {
  /** The index times of a patient whose facts have these times, oldest first. */
  List<Instant> of(List<Instant> times);

  /** One time for everybody. */
  record At(Instant time) implements Landmarks {
    @Override
    public List<Instant> of(List<Instant> times) {
      return List.of(time);
    }
  }

  /** From the first fact in steps as long as there are facts. */
  record Every(Period step) implements Landmarks {
    public Every {
      if (step.isZero() || step.isNegative()) {
        throw new IllegalArgumentException("landmarks.every must be positive but is " + step);
      }
    }

    @Override
    public List<Instant> of(List<Instant> times) {
      List<Instant> landmarks = new ArrayList<>();
      if (times.isEmpty()) {
        return landmarks;
      }
      Instant last = times.get(times.size() - 1);
      Instant next = times.get(0);
      while (!next.isAfter(last)) {
        landmarks.add(next);
        next = next.atZone(ZoneOffset.UTC).plus(step).toInstant();
      }
      return landmarks;
    }
  }
}
