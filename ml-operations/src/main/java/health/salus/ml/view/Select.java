package health.salus.ml.view;

import java.util.ArrayList;
import java.util.List;

/** A compiled select: its columns beside the rows of its nested selects and of its union. */
record Select(
    Iteration iteration, List<Column> columns, List<Select> selects, List<Select> unionAll) {
  Select {
    columns = List.copyOf(columns);
    selects = List.copyOf(selects);
    unionAll = List.copyOf(unionAll);
  }

  /** In the order in which the standard shows them. */
  List<String> columnNames() {
    List<String> names = new ArrayList<>();
    columns.forEach(column -> names.add(column.name()));
    selects.forEach(select -> names.addAll(select.columnNames()));
    if (!unionAll.isEmpty()) {
      names.addAll(unionAll.get(0).columnNames());
    }
    return names;
  }
}
