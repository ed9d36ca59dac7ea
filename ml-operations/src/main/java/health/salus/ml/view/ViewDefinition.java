package health.salus.ml.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;

/**
 * A compiled SQL-on-FHIR v2 view: every path is parsed once. Immutable and thread-safe.
 *
 * @see <a href="https://sql-on-fhir.org/ig/2.0.0/StructureDefinition-ViewDefinition.html">
 *     ViewDefinition</a>
 */
public final class ViewDefinition {
  private final String resourceType;
  private final Map<String, Base> constants;
  private final List<ExpressionNode> where;
  private final Select root;
  private final SelectEvaluator evaluator;

  ViewDefinition(
      String resourceType,
      Map<String, Base> constants,
      List<ExpressionNode> where,
      Select root,
      Paths paths) {
    this.resourceType = resourceType;
    this.constants = Map.copyOf(constants);
    this.where = List.copyOf(where);
    this.root = root;
    this.evaluator = new SelectEvaluator(paths);
  }

  public String resourceType() {
    return resourceType;
  }

  public List<String> columnNames() {
    return root.columnNames();
  }

  /** The rows of one resource; empty if it has another type or does not match {@code where}. */
  public List<Row> rows(Resource resource) {
    if (!resource.fhirType().equals(resourceType)) {
      return List.of();
    }
    Scope scope = new Scope(resource, constants, 0);
    for (ExpressionNode condition : where) {
      if (!evaluator.holds(scope, condition)) {
        return List.of();
      }
    }
    return evaluator.rows(root, scope, resource);
  }

  /** The rows of all resources, in their order. */
  public List<Row> rows(Iterable<? extends Resource> resources) {
    List<Row> rows = new ArrayList<>();
    for (Resource resource : resources) {
      rows.addAll(rows(resource));
    }
    return rows;
  }
}
