package health.salus.ml.model;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import org.jspecify.annotations.Nullable;
import org.tribuo.math.Parameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.Matrix;
import org.tribuo.math.la.Tensor;
import org.tribuo.math.optimisers.AdaGrad;

/**
 * AdaGrad with an L2 penalty, which Tribuo's linear trainer lacks. The gradient of the penalty is
 * added to that of the likelihood before AdaGrad scales both; the intercept, which is the last
 * column, is not penalised. One per training; not thread-safe.
 */
final class RidgeAdaGrad implements StochasticGradientOptimiser {
  private final double learningRate;
  private final double l2;
  private final AdaGrad adaGrad;
  private @Nullable Matrix weights;

  RidgeAdaGrad(double learningRate, double l2) {
    this.learningRate = learningRate;
    this.l2 = l2;
    this.adaGrad = new AdaGrad(learningRate, 1e-6);
  }

  @Override
  public void initialise(Parameters parameters) {
    adaGrad.initialise(parameters);
    weights = (Matrix) parameters.get()[0];
  }

  @Override
  public Tensor[] step(Tensor[] updates, double weight) {
    if (weights == null) {
      throw new IllegalStateException("initialise must be called before step");
    }
    DenseMatrix ascent = new DenseMatrix((Matrix) updates[0]);
    for (int row = 0; row < ascent.getDimension1Size(); row++) {
      for (int column = 0; column < ascent.getDimension2Size() - 1; column++) {
        ascent.add(row, column, -l2 * weights.get(row, column));
      }
    }
    return adaGrad.step(new Tensor[] {ascent}, weight);
  }

  @Override
  public void reset() {
    adaGrad.reset();
    weights = null;
  }

  @Override
  public StochasticGradientOptimiser copy() {
    return new RidgeAdaGrad(learningRate, l2);
  }

  @Override
  public ConfiguredObjectProvenance getProvenance() {
    return adaGrad.getProvenance();
  }
}
