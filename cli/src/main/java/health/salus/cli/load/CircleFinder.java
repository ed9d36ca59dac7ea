package health.salus.cli.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Strongly connected components of a graph, each after all components it points to. Tarjan's
 * algorithm with a stack of its own, because a chain of references can be longer than a thread's
 * stack is deep. Used once.
 *
 * @see <a href="https://doi.org/10.1137/0201010">Tarjan 1972</a>
 */
final class CircleFinder {
  private final List<List<Integer>> targets;
  private final int[] order;
  private final int[] lowest;
  private final int[] nextTarget;
  private final boolean[] open;
  private final Deque<Integer> undecided = new ArrayDeque<>();
  private final List<List<Integer>> groups = new ArrayList<>();
  private int visited;

  /** {@code targets.get(i)}: the nodes that node {@code i} points to. */
  CircleFinder(List<List<Integer>> targets) {
    this.targets = targets;
    this.order = new int[targets.size()];
    Arrays.fill(order, -1);
    this.lowest = new int[targets.size()];
    this.nextTarget = new int[targets.size()];
    this.open = new boolean[targets.size()];
  }

  List<List<Integer>> groups() {
    for (int node = 0; node < order.length; node++) {
      if (order[node] < 0) {
        walkFrom(node);
      }
    }
    return groups;
  }

  private void walkFrom(int start) {
    Deque<Integer> path = new ArrayDeque<>();
    enter(start, path);
    while (!path.isEmpty()) {
      int node = path.element();
      if (nextTarget[node] < targets.get(node).size()) {
        visit(node, targets.get(node).get(nextTarget[node]++), path);
      } else {
        leave(path.pop(), path);
      }
    }
  }

  private void visit(int node, int target, Deque<Integer> path) {
    if (order[target] < 0) {
      enter(target, path);
    } else if (open[target]) {
      lowest[node] = Math.min(lowest[node], order[target]);
    }
  }

  private void enter(int node, Deque<Integer> path) {
    order[node] = visited;
    lowest[node] = visited;
    visited++;
    open[node] = true;
    undecided.push(node);
    path.push(node);
  }

  private void leave(int node, Deque<Integer> path) {
    if (lowest[node] == order[node]) {
      groups.add(closeDownTo(node));
    }
    if (!path.isEmpty()) {
      int parent = path.element();
      lowest[parent] = Math.min(lowest[parent], lowest[node]);
    }
  }

  private List<Integer> closeDownTo(int node) {
    List<Integer> group = new ArrayList<>();
    int member;
    do {
      member = undecided.pop();
      open[member] = false;
      group.add(member);
    } while (member != node);
    Collections.sort(group);
    return group;
  }
}
