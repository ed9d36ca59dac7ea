package health.salus.ml.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Extension;

/** Evaluates a select on an element and returns its rows. Thread-safe. */
final class SelectEvaluator {
  private final Paths paths;

  SelectEvaluator(Paths paths) {
    this.paths = paths;
  }

  boolean holds(Scope scope, ExpressionNode condition) {
    List<Base> answer = paths.evaluate(scope, scope.resource(), condition);
    if (answer.isEmpty()) {
      return false;
    }
    if (answer.size() == 1 && answer.get(0) instanceof BooleanType value) {
      return value.booleanValue();
    }
    throw new ViewDefinitionException("where must be boolean but is not: " + condition);
  }

  List<Row> rows(Select select, Scope scope, Base focus) {
    if (select.iteration() instanceof Iteration.Here) {
      return rowsOfOne(select, scope, focus);
    }
    List<Base> elements = elements(select.iteration(), scope, focus);
    if (elements.isEmpty()
        && select.iteration() instanceof Iteration.ForEach each
        && each.orNull()) {
      return rowsOfOne(select, scope.at(0), new Extension());
    }
    List<Row> rows = new ArrayList<>();
    for (int index = 0; index < elements.size(); index++) {
      rows.addAll(rowsOfOne(select, scope.at(index), elements.get(index)));
    }
    return rows;
  }

  private List<Base> elements(Iteration iteration, Scope scope, Base focus) {
    if (iteration instanceof Iteration.ForEach each) {
      return paths.evaluate(scope, focus, each.path());
    }
    if (iteration instanceof Iteration.Repeat repeat) {
      List<Base> reached = new ArrayList<>();
      descend(repeat.paths(), scope, focus, reached);
      return reached;
    }
    return List.of(focus);
  }

  private void descend(List<ExpressionNode> steps, Scope scope, Base focus, List<Base> reached) {
    for (ExpressionNode step : steps) {
      for (Base child : paths.evaluate(scope, focus, step)) {
        reached.add(child);
        descend(steps, scope, child, reached);
      }
    }
  }

  private List<Row> rowsOfOne(Select select, Scope scope, Base focus) {
    List<Row> rows = List.of(columns(select.columns(), scope, focus));
    for (Select nested : select.selects()) {
      rows = product(rows, rows(nested, scope, focus));
    }
    if (select.unionAll().isEmpty()) {
      return rows;
    }
    List<Row> union = new ArrayList<>();
    for (Select branch : select.unionAll()) {
      union.addAll(rows(branch, scope, focus));
    }
    return product(rows, union);
  }

  private static List<Row> product(List<Row> left, List<Row> right) {
    List<Row> rows = new ArrayList<>(left.size() * right.size());
    for (Row one : left) {
      for (Row other : right) {
        rows.add(one.and(other));
      }
    }
    return rows;
  }

  private Row columns(List<Column> columns, Scope scope, Base focus) {
    if (columns.isEmpty()) {
      return Row.EMPTY;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Column column : columns) {
      List<Base> answer = paths.evaluate(scope, focus, column.path());
      if (column.collection()) {
        values.put(column.name(), answer.stream().map(Values::of).toList());
      } else if (answer.size() > 1) {
        throw new ViewDefinitionException(
            "column " + column.name() + " must have one value but has " + answer.size());
      } else if (!answer.isEmpty()) {
        values.put(column.name(), Values.of(answer.get(0)));
      }
    }
    return new Row(values);
  }
}
