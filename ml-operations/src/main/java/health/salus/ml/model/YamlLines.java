package health.salus.ml.model;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The lines of a YAML file in which its settings stand. */
final class YamlLines {
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]\\s]+)(?:\\[([^\\]]*)])?(\\.?)");

  private final Node root;

  /** The lines of this text, which must be valid YAML. */
  YamlLines(String text) {
    root = new Yaml().compose(new StringReader(text));
  }

  /**
   * The line, counted from 1, of the setting whose name an error begins with, such as {@code
   * features[bmi].unit must be …}; the line of its section if the setting is missing.
   */
  int of(String error) {
    Node at = root;
    Matcher step = STEP.matcher(error);
    boolean more = true;
    while (more && step.lookingAt()) {
      Optional<Node> next = child(at, step.group(1));
      if (next.isPresent() && step.group(2) != null) {
        next = item(next.get(), step.group(2));
      }
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
      more = !step.group(3).isEmpty();
      step.region(step.end(), error.length());
    }
    return at.getStartMark().getLine() + 1;
  }

  private static Optional<Node> child(Node node, String name) {
    if (!(node instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    return mapping.getValue().stream()
        .filter(tuple -> isText(tuple.getKeyNode(), name))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  /** By the item's name, or by its index if it has none. */
  private static Optional<Node> item(Node node, String title) {
    if (!(node instanceof SequenceNode sequence)) {
      return Optional.empty();
    }
    List<Node> items = sequence.getValue();
    for (int i = 0; i < items.size(); i++) {
      Optional<Node> name = child(items.get(i), "name");
      if (name.map(text -> isText(text, title)).orElse(title.equals(Integer.toString(i)))) {
        return Optional.of(items.get(i));
      }
    }
    return Optional.empty();
  }

  private static boolean isText(Node node, String text) {
    return node instanceof ScalarNode scalar && scalar.getValue().equals(text);
  }
}
