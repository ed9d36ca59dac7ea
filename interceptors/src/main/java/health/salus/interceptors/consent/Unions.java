package health.salus.interceptors.consent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Joins conditions of one kind: thousands of consents that each name one resource are one condition
 * that names thousands.
 */
final class Unions {
  private final Map<Class<?>, Set<String>> texts = new LinkedHashMap<>();
  private final Set<String> sensitivities = new HashSet<>();
  private final Set<String> labels = new HashSet<>();
  private final Set<Long> codes = new HashSet<>();
  private final List<Condition> others = new ArrayList<>();

  private Unions() {}

  /** The same condition, shorter where it can be. */
  static Condition join(Condition condition) {
    if (condition instanceof Condition.Any any) {
      return Condition.any(joined(any.conditions().stream().map(Unions::join).toList()));
    }
    if (condition instanceof Condition.All all) {
      List<Condition> needed = new ArrayList<>();
      List<Condition> excluded = new ArrayList<>();
      for (Condition one : all.conditions()) {
        if (one instanceof Condition.Not not) {
          excluded.add(not.condition());
        } else {
          needed.add(join(one));
        }
      }
      joined(excluded).forEach(one -> needed.add(Condition.not(one)));
      return Condition.all(needed);
    }
    return condition;
  }

  /** Conditions of which any hold where any of these do. */
  private static List<Condition> joined(Collection<Condition> conditions) {
    Unions unions = new Unions();
    conditions.forEach(unions::add);
    List<Condition> joined = new ArrayList<>(unions.others);
    unions.addTexts(Condition.OfType.class, Condition.OfType::new, joined);
    unions.addTexts(Condition.Instance.class, Condition.Instance::new, joined);
    unions.addTexts(Condition.RefersTo.class, Condition.RefersTo::new, joined);
    unions.addTexts(Condition.ReferredBy.class, Condition.ReferredBy::new, joined);
    unions.addTexts(Condition.AuthoredBy.class, Condition.AuthoredBy::new, joined);
    if (!unions.codes.isEmpty()) {
      joined.add(new Condition.Coded(unions.codes));
    }
    if (!unions.sensitivities.isEmpty() || !unions.labels.isEmpty()) {
      joined.add(new Condition.Labelled(unions.sensitivities, unions.labels));
    }
    return joined;
  }

  private void add(Condition condition) {
    if (condition instanceof Condition.OfType types) {
      of(Condition.OfType.class).addAll(types.types());
    } else if (condition instanceof Condition.Instance instances) {
      of(Condition.Instance.class).addAll(instances.addresses());
    } else if (condition instanceof Condition.RefersTo targets) {
      of(Condition.RefersTo.class).addAll(targets.addresses());
    } else if (condition instanceof Condition.ReferredBy sources) {
      of(Condition.ReferredBy.class).addAll(sources.addresses());
    } else if (condition instanceof Condition.AuthoredBy authors) {
      of(Condition.AuthoredBy.class).addAll(authors.authors());
    } else if (condition instanceof Condition.Coded coded) {
      codes.addAll(coded.codes());
    } else if (condition instanceof Condition.Labelled labelled) {
      sensitivities.addAll(labelled.sensitivities());
      labels.addAll(labelled.labels());
    } else {
      others.add(condition);
    }
  }

  private Set<String> of(Class<?> kind) {
    return texts.computeIfAbsent(kind, any -> new HashSet<>());
  }

  private void addTexts(
      Class<?> kind, Function<Set<String>, Condition> union, List<Condition> joined) {
    Set<String> members = texts.getOrDefault(kind, Set.of());
    if (!members.isEmpty()) {
      joined.add(union.apply(members));
    }
  }
}
