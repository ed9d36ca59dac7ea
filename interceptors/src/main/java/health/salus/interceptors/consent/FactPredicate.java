package health.salus.interceptors.consent;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A condition on the facts of a resource. What a patient allows a caller is such a condition; it is
 * tested here on one resource and written as SQL for a search, so that both decide alike.
 * Immutable.
 */
public sealed interface FactPredicate {
  /** Holds for every resource. */
  FactPredicate ALWAYS = new Constant(true);

  /** Holds for none. */
  FactPredicate NEVER = new Constant(false);

  /**
   * Whether it holds.
   *
   * @param referencesOf the relative references that a resource makes now, by its address; empty if
   *     there is no such resource
   */
  boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf);

  /** True or false whatever the resource is. */
  record Constant(boolean value) implements FactPredicate {
    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return value;
    }
  }

  /** All of them hold. */
  record All(List<FactPredicate> conditions) implements FactPredicate {
    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return conditions.stream().allMatch(condition -> condition.test(facts, referencesOf));
    }
  }

  /** At least one of them holds. */
  record Any(List<FactPredicate> conditions) implements FactPredicate {
    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return conditions.stream().anyMatch(condition -> condition.test(facts, referencesOf));
    }
  }

  /** The condition does not hold. */
  record Not(FactPredicate condition) implements FactPredicate {
    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return !condition.test(facts, referencesOf);
    }
  }

  /** The resource is not more confidential than this. */
  record AtMost(Confidentiality level) implements FactPredicate {
    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return facts.confidentiality().compareTo(level) <= 0;
    }
  }

  /** The resource has at least one of these sensitivities or labels. */
  record Labelled(Set<String> sensitivities, Set<String> labels) implements FactPredicate {
    public Labelled {
      sensitivities = Set.copyOf(sensitivities);
      labels = Set.copyOf(labels);
    }

    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return !Collections.disjoint(sensitivities, facts.sensitivities())
          || !Collections.disjoint(labels, facts.labels());
    }
  }

  /** The resource has no sensitivity but these; it may have none. */
  record OnlySensitivities(Set<String> sensitivities) implements FactPredicate {
    public OnlySensitivities {
      sensitivities = Set.copyOf(sensitivities);
    }

    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return sensitivities.containsAll(facts.sensitivities());
    }
  }

  /**
   * The clinical time of the resource overlaps this period. One that does not say when touches
   * none.
   *
   * @param from first instant; empty if the period has no beginning
   * @param to first instant after it; empty if it has no end
   */
  record Touches(Optional<Instant> from, Optional<Instant> to) implements FactPredicate {
    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      if (facts.from().isEmpty() && facts.to().isEmpty()) {
        return false;
      }
      boolean begunInTime =
          to.isEmpty() || facts.from().isEmpty() || facts.from().get().isBefore(to.get());
      boolean notOver =
          from.isEmpty() || facts.to().isEmpty() || facts.to().get().isAfter(from.get());
      return begunInTime && notOver;
    }
  }

  /**
   * The clinical time of the resource lies wholly in this period. One that does not say when does
   * not, except the Patient resource, which is of all times.
   */
  record Within(Optional<Instant> from, Optional<Instant> to) implements FactPredicate {
    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      if (facts.type().equals("Patient")) {
        return true;
      }
      boolean begins =
          from.isEmpty()
              ? facts.from().isPresent() || facts.to().isPresent()
              : facts.from().isPresent() && !facts.from().get().isBefore(from.get());
      boolean ends =
          to.isEmpty()
              ? facts.from().isPresent() || facts.to().isPresent()
              : facts.to().isPresent() && !facts.to().get().isAfter(to.get());
      return begins && ends;
    }
  }

  /** The resource is of one of these types. */
  record OfType(Set<String> types) implements FactPredicate {
    public OfType {
      types = Set.copyOf(types);
    }

    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return types.contains(facts.type());
    }
  }

  /** The resource holds at least one of these codes. */
  record Coded(Set<Long> codes) implements FactPredicate {
    public Coded {
      codes = Set.copyOf(codes);
    }

    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return !Collections.disjoint(codes, facts.codes());
    }
  }

  /** The resource is one of these. */
  record Instance(Set<String> addresses) implements FactPredicate {
    public Instance {
      addresses = Set.copyOf(addresses);
    }

    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return addresses.contains(facts.address());
    }
  }

  /** The resource refers to one of these. */
  record RefersTo(Set<String> addresses) implements FactPredicate {
    public RefersTo {
      addresses = Set.copyOf(addresses);
    }

    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return !Collections.disjoint(addresses, facts.references());
    }
  }

  /** One of these refers to the resource. */
  record ReferredBy(Set<String> addresses) implements FactPredicate {
    public ReferredBy {
      addresses = Set.copyOf(addresses);
    }

    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return addresses.stream()
          .anyMatch(address -> referencesOf.apply(address).contains(facts.address()));
    }
  }

  /** One of these made or recorded the resource. */
  record AuthoredBy(Set<String> authors) implements FactPredicate {
    public AuthoredBy {
      authors = Set.copyOf(authors);
    }

    @Override
    public boolean test(ResourceFacts facts, Function<String, Set<String>> referencesOf) {
      return !Collections.disjoint(authors, facts.authors());
    }
  }

  /** All of them, as simple as can be. */
  static FactPredicate all(Collection<FactPredicate> conditions) {
    Set<FactPredicate> needed = new LinkedHashSet<>();
    for (FactPredicate condition : conditions) {
      needed.addAll(condition instanceof All all ? all.conditions() : List.of(condition));
    }
    needed.remove(ALWAYS);
    if (needed.contains(NEVER) || contradict(needed)) {
      return NEVER;
    }
    needed.removeIf(
        one -> one instanceof Any any && any.conditions().stream().anyMatch(needed::contains));
    return switch (needed.size()) {
      case 0 -> ALWAYS;
      case 1 -> needed.iterator().next();
      default -> new All(List.copyOf(needed));
    };
  }

  /** Any of them, as simple as can be. */
  static FactPredicate any(Collection<FactPredicate> conditions) {
    Set<FactPredicate> useful = new LinkedHashSet<>();
    for (FactPredicate condition : conditions) {
      useful.addAll(condition instanceof Any any ? any.conditions() : List.of(condition));
    }
    useful.remove(NEVER);
    if (useful.contains(ALWAYS) || contradict(useful)) {
      return ALWAYS;
    }
    useful.removeIf(
        one -> one instanceof All all && all.conditions().stream().anyMatch(useful::contains));
    return switch (useful.size()) {
      case 0 -> NEVER;
      case 1 -> useful.iterator().next();
      default -> new Any(List.copyOf(useful));
    };
  }

  private static boolean contradict(Set<FactPredicate> conditions) {
    return conditions.stream()
        .anyMatch(one -> one instanceof Not not && conditions.contains(not.condition()));
  }

  /** The opposite, as simple as can be: only what is neither all nor any is negated. */
  static FactPredicate not(FactPredicate condition) {
    if (condition instanceof Constant constant) {
      return constant.value() ? NEVER : ALWAYS;
    }
    if (condition instanceof All all) {
      return any(all.conditions().stream().map(FactPredicate::not).toList());
    }
    if (condition instanceof Any any) {
      return all(any.conditions().stream().map(FactPredicate::not).toList());
    }
    return condition instanceof Not negated ? negated.condition() : new Not(condition);
  }
}
