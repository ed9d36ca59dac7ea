package health.salus.ml.view;

import java.util.List;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;

/** The elements for which a select returns rows. */
sealed interface Iteration {
  /** The current element. */
  record Here() implements Iteration {}

  /** Each element at the path; without any, one row of nulls if {@code orNull}. */
  record ForEach(ExpressionNode path, boolean orNull) implements Iteration {}

  /** All elements reached by repeated steps along the paths, depth first. */
  record Repeat(List<ExpressionNode> paths) implements Iteration {
    public Repeat {
      paths = List.copyOf(paths);
    }
  }
}
