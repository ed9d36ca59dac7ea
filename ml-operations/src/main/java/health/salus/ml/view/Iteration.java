package health.salus.ml.view;

import java.util.List;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;

/** Over which elements a select gives its rows. */
sealed interface Iteration {
  /** Over the element at hand. */
  record Here() implements Iteration {}

  /** Over each element at the path; without any there is one row of nulls if {@code orNull}. */
  record ForEach(ExpressionNode path, boolean orNull) implements Iteration {}

  /** Over everything that repeated steps along the paths reach, depth first. */
  record Repeat(List<ExpressionNode> paths) implements Iteration {
    public Repeat {
      paths = List.copyOf(paths);
    }
  }
}
