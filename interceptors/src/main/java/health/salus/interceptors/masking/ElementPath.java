package health.salus.interceptors.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path to elements of a resource, a subset of FHIRPath: {@code address.postalCode}, {@code
 * value.ofType(Quantity)}, {@code identifier.where(system = 'x' and use != 'y').value}, and {@code
 * descendants().ofType(HumanName).family} for every element of a data type wherever it stands. The
 * descendants of a resource end at its {@code id}, its {@code meta} and at resources inside it.
 *
 * @param descendantsOfType the data type after {@code descendants().ofType}
 * @see <a href="https://hl7.org/fhirpath/">FHIRPath</a>
 */
public record ElementPath(Optional<String> descendantsOfType, List<Step> steps) {
  private static final String NAME = "[A-Za-z][A-Za-z0-9]*";
  private static final Pattern DESCENDANTS =
      Pattern.compile("descendants\\(\\)\\.ofType\\((" + NAME + ")\\)");
  private static final Pattern STEP =
      Pattern.compile(
          "\\.?("
              + NAME
              + ")(?:\\.ofType\\(("
              + NAME
              + ")\\))?(?:\\.where\\(((?:'[^']*'|[^')])*)\\))?(?=\\.|$)");
  private static final Pattern CONDITION =
      Pattern.compile("\\s*(" + NAME + ")\\s*(=|!=)\\s*'([^']*)'\\s*(?:and\\b|$)");

  /**
   * One element on the way.
   *
   * @param name as the model has it, a choice without its type
   * @param ofType the only type of a choice that is meant
   * @param conditions all must hold
   */
  public record Step(String name, Optional<String> ofType, List<Condition> conditions) {
    public Step {
      conditions = List.copyOf(conditions);
    }
  }

  /** A child element that equals a text, or one that is there and differs from it. */
  public record Condition(String child, boolean equal, String text) {}

  public ElementPath {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a path as it is written after the type.
   *
   * @throws IllegalArgumentException if this is none of the expressions above
   */
  public static ElementPath parse(String text) {
    Matcher start = DESCENDANTS.matcher(text);
    boolean descendants = start.lookingAt();
    String rest = descendants ? text.substring(start.end()) : text;
    Optional<String> type = descendants ? Optional.of(start.group(1)) : Optional.empty();
    boolean wellBegun = rest.isEmpty() ? descendants : rest.startsWith(".") == descendants;
    if (!wellBegun) {
      throw unreadable();
    }
    return new ElementPath(type, steps(rest));
  }

  private static List<Step> steps(String text) {
    List<Step> steps = new ArrayList<>();
    Matcher step = STEP.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!step.find(at)
          || step.start() != at
          || (text.charAt(at) == '.') != (at > 0 || dot(text))) {
        throw unreadable();
      }
      steps.add(
          new Step(
              step.group(1),
              Optional.ofNullable(step.group(2)),
              step.group(3) == null ? List.of() : conditions(step.group(3))));
      at = step.end();
    }
    return steps;
  }

  private static boolean dot(String text) {
    return text.startsWith(".");
  }

  private static List<Condition> conditions(String text) {
    List<Condition> conditions = new ArrayList<>();
    Matcher condition = CONDITION.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!condition.find(at) || condition.start() != at) {
        throw unreadable();
      }
      conditions.add(
          new Condition(condition.group(1), condition.group(2).equals("="), condition.group(3)));
      at = condition.end();
    }
    if (conditions.isEmpty()) {
      throw unreadable();
    }
    return conditions;
  }

  private static IllegalArgumentException unreadable() {
    return new IllegalArgumentException(
        "is no path; write names with dots, .where(name = 'text'), .ofType(Type) or"
            + " descendants().ofType(Type)");
  }

  /** The element of the resource itself at which this path begins; empty for descendants. */
  Optional<String> first() {
    return descendantsOfType.isPresent() ? Optional.empty() : Optional.of(steps.get(0).name());
  }

  /** Whether this means all of an element that the resource itself has, whatever is in it. */
  boolean isWholeElement() {
    return descendantsOfType.isEmpty()
        && steps.size() == 1
        && steps.get(0).ofType().isEmpty()
        && steps.get(0).conditions().isEmpty();
  }

  /** Whether this means elements of one system only, and not of this one. */
  boolean isLimitedToOther(String system) {
    return steps.stream()
        .flatMap(step -> step.conditions().stream())
        .anyMatch(
            condition ->
                condition.child().equals("system")
                    && condition.equal()
                    && !condition.text().equals(system));
  }
}
