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
  private final List<FactPredicate> others = new ArrayList<>();

  private Unions() {}

  /** The same condition, shorter where it can be. */
  static FactPredicate join(FactPredicate condition) {
    if (condition instanceof FactPredicate.Any any) {
      return FactPredicate.any(joined(any.conditions().stream().map(Unions::join).toList()));
    }
    if (condition instanceof FactPredicate.All all) {
      List<FactPredicate> needed = new ArrayList<>();
      List<FactPredicate> excluded = new ArrayList<>();
      for (FactPredicate one : all.conditions()) {
        if (one instanceof FactPredicate.Not not) {
          excluded.add(not.condition());
        } else {
          needed.add(join(one));
        }
      }
      joined(excluded).forEach(one -> needed.add(FactPredicate.not(one)));
      return FactPredicate.all(needed);
    }
    return condition;
  }

  /** Conditions of which any hold where any of these do. */
  private static List<FactPredicate> joined(Collection<FactPredicate> conditions) {
    Unions unions = new Unions();
    conditions.forEach(unions::add);
    List<FactPredicate> joined = new ArrayList<>(unions.others);
    unions.addTexts(FactPredicate.OfType.class, FactPredicate.OfType::new, joined);
    unions.addTexts(FactPredicate.Instance.class, FactPredicate.Instance::new, joined);
    unions.addTexts(FactPredicate.RefersTo.class, FactPredicate.RefersTo::new, joined);
    unions.addTexts(FactPredicate.ReferredBy.class, FactPredicate.ReferredBy::new, joined);
    unions.addTexts(FactPredicate.AuthoredBy.class, FactPredicate.AuthoredBy::new, joined);
    if (!unions.codes.isEmpty()) {
      joined.add(new FactPredicate.Coded(unions.codes));
    }
    if (!unions.sensitivities.isEmpty() || !unions.labels.isEmpty()) {
      joined.add(new FactPredicate.Labelled(unions.sensitivities, unions.labels));
    }
    return joined;
  }

  private void add(FactPredicate condition) {
    if (condition instanceof FactPredicate.OfType types) {
      of(FactPredicate.OfType.class).addAll(types.types());
    } else if (condition instanceof FactPredicate.Instance instances) {
      of(FactPredicate.Instance.class).addAll(instances.addresses());
    } else if (condition instanceof FactPredicate.RefersTo targets) {
      of(FactPredicate.RefersTo.class).addAll(targets.addresses());
    } else if (condition instanceof FactPredicate.ReferredBy sources) {
      of(FactPredicate.ReferredBy.class).addAll(sources.addresses());
    } else if (condition instanceof FactPredicate.AuthoredBy authors) {
      of(FactPredicate.AuthoredBy.class).addAll(authors.authors());
    } else if (condition instanceof FactPredicate.Coded coded) {
      codes.addAll(coded.codes());
    } else if (condition instanceof FactPredicate.Labelled labelled) {
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
      Class<?> kind, Function<Set<String>, FactPredicate> union, List<FactPredicate> joined) {
    Set<String> members = texts.getOrDefault(kind, Set.of());
    if (!members.isEmpty()) {
      joined.add(union.apply(members));
    }
  }
}
