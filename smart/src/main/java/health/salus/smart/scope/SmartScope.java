package health.salus.smart.scope;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One clinical scope, such as {@code patient/Observation.rs?category=laboratory}. Immutable.
 *
 * @param type a resource type or {@code *}
 * @param interactions never empty
 * @param parameters all of them must match; in the order in which they were written
 * @param version1 whether it was written as {@code .read}, {@code .write} or {@code .*}
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">Scopes</a>
 */
public record SmartScope(
    ScopeContext context,
    String type,
    Set<ScopeInteraction> interactions,
    List<ScopeParameter> parameters,
    boolean version1) {
  /** Stands for all resource types. */
  public static final String ANY_TYPE = "*";

  public SmartScope {
    if (interactions.isEmpty()) {
      throw new IllegalArgumentException("a scope must allow an interaction");
    }
    interactions = Set.copyOf(interactions);
    parameters = List.copyOf(parameters);
    version1 = version1 && parameters.isEmpty() && Version1.name(interactions).isPresent();
  }

  /** Reads one scope; empty if the text is no clinical scope by the letter of the standard. */
  public static Optional<SmartScope> parse(String text) {
    return ScopeParser.parse(text);
  }

  /** Whether every access that {@code other} allows is allowed by this scope alone. */
  public boolean implies(SmartScope other) {
    return context == other.context
        && coversType(other.type)
        && interactions.containsAll(other.interactions)
        && parameters.stream().allMatch(own -> other.parameters.stream().anyMatch(own::implies));
  }

  /** The access that both scopes allow; empty if they share none. */
  public Optional<SmartScope> intersect(SmartScope other) {
    if (context != other.context || !(coversType(other.type) || other.coversType(type))) {
      return Optional.empty();
    }
    Set<ScopeInteraction> shared = EnumSet.copyOf(interactions);
    shared.retainAll(other.interactions);
    if (shared.isEmpty()) {
      return Optional.empty();
    }
    String narrower = type.equals(ANY_TYPE) ? other.type : type;
    List<ScopeParameter> both = new ArrayList<>(parameters);
    other.parameters.stream()
        .filter(theirs -> parameters.stream().noneMatch(theirs::implies))
        .forEach(both::add);
    return Optional.of(new SmartScope(context, narrower, shared, both, version1));
  }

  /** Whether this scope applies to resources of that type. */
  public boolean coversType(String resourceType) {
    return type.equals(ANY_TYPE) || type.equals(resourceType);
  }

  /** The same scope for resources with this property only. */
  public SmartScope narrowedTo(ScopeParameter parameter) {
    List<ScopeParameter> more = new ArrayList<>(parameters);
    more.add(parameter);
    return new SmartScope(context, type, interactions, more, false);
  }

  /** The scope as text, in version 1 if it was requested so, otherwise in version 2. */
  @Override
  public String toString() {
    String actions =
        version1
            ? Version1.name(interactions).orElseThrow()
            : ScopeInteraction.format(interactions);
    String query =
        parameters.isEmpty()
            ? ""
            : parameters.stream()
                .map(ScopeParameter::toString)
                .collect(Collectors.joining("&", "?", ""));
    return context.code() + "/" + type + "." + actions + query;
  }
}
