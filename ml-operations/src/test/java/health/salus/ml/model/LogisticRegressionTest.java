package health.salus.ml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  @Test
  void plainJavaScoresAsTribuoDoes() {
    Random random = new Random(3);
    List<TrainingRow> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double signal = random.nextGaussian();
      double gap = i % 3 == 0 ? Double.NaN : random.nextGaussian();
      boolean positive = signal + random.nextGaussian() > 0;
      rows.add(new TrainingRow("p" + i, Instant.EPOCH, List.of(signal, gap), positive));
    }
    var regression = new LogisticRegression(new TrainingSettings(0.01, 20, 0.1, 4, 1, 0.25));
    Standardisation standardisation = Standardisation.of(rows, 2);

    var tribuo = regression.train(standardisation, rows);
    LinearModel model = LogisticRegression.coefficients(standardisation, tribuo);

    assertThat(model.terms()).hasSize(3);
    for (TrainingRow row : rows) {
      double expected =
          tribuo
              .predict(LogisticRegression.example(standardisation, row))
              .getOutputScores()
              .get("positive")
              .getScore();
      assertThat(ModelTrainer.probability(model, row)).isCloseTo(expected, within(1e-12));
    }
  }
}
