package health.salus.ml.model;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Fits a {@link LinearModel} with Tribuo. The same rows in the same order give the same model. */
final class LogisticRegression {
  private static final String POSITIVE = "positive";
  private static final String NEGATIVE = "negative";

  private final TrainingSettings settings;

  LogisticRegression(TrainingSettings settings) {
    this.settings = settings;
  }

  LinearModel fit(List<TrainingRow> rows, int features) {
    Standardisation standardisation = Standardisation.of(rows, features);
    return coefficients(standardisation, train(standardisation, rows));
  }

  LinearSGDModel train(Standardisation standardisation, List<TrainingRow> rows) {
    LabelFactory labels = new LabelFactory();
    var source =
        new SimpleDataSourceProvenance(
            "rows", OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC), labels);
    MutableDataset<Label> data = new MutableDataset<>(source, labels);
    rows.forEach(row -> data.add(example(standardisation, row)));
    return new LinearSGDTrainer(
            new LogMulticlass(),
            new RidgeAdaGrad(settings.learningRate(), settings.l2()),
            settings.epochs(),
            -1,
            settings.batchSize(),
            settings.seed())
        .train(data);
  }

  static Example<Label> example(Standardisation standardisation, TrainingRow row) {
    Label label = new Label(row.positive() ? POSITIVE : NEGATIVE);
    return new ArrayExample<>(label, names(standardisation), standardisation.inputs(row));
  }

  /** Softmax over two outputs is the logistic function of the difference of their weights. */
  static LinearModel coefficients(Standardisation standardisation, LinearSGDModel model) {
    DenseMatrix weights = model.getWeightsCopy();
    int positive = model.getOutputIDInfo().getID(new Label(POSITIVE));
    int negative = model.getOutputIDInfo().getID(new Label(NEGATIVE));
    String[] names = names(standardisation);
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      int column = model.getFeatureIDMap().getID(names[i]);
      double learned = weights.get(positive, column) - weights.get(negative, column);
      terms.add(standardisation.terms().get(i).withCoefficient(learned));
    }
    int intercept = weights.getDimension2Size() - 1;
    return new LinearModel(
        weights.get(positive, intercept) - weights.get(negative, intercept), terms);
  }

  private static String[] names(Standardisation standardisation) {
    return standardisation.terms().stream()
        .map(term -> (term.missingIndicator() ? "missing" : "value") + term.feature())
        .toArray(String[]::new);
  }
}
