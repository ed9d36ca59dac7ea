package health.salus.storage.narrowing;

import health.salus.interceptors.consent.Disclosure;
import health.salus.interceptors.consent.FactPredicate;
import health.salus.storage.facts.StoredCodes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes what patients disclose as a condition on {@code salus.access_facts}, so that a resource
 * without facts is not disclosed. Says the same as {@link Disclosure#permits}; a test compares the
 * two. One for each query.
 */
final class DisclosureSql {
  /** Cannot occur in an id, a code or a reference. */
  private static final String SEPARATOR = "\u001f";

  private final Function<Object, String> bind;
  private final StoredCodes codes;

  /**
   * For one query.
   *
   * @param bind makes a bind variable of a value; returns how the SQL names it
   */
  DisclosureSql(Function<Object, String> bind, StoredCodes codes) {
    this.bind = bind;
    this.codes = codes;
  }

  /** The condition on the id of a resource. */
  String condition(Disclosure disclosure, String column) {
    return "%s IN (SELECT f.res_id FROM salus.access_facts f WHERE %s)"
        .formatted(column, permits(disclosure));
  }

  /** The condition on the facts, which have the alias {@code f}. */
  String permits(Disclosure disclosure) {
    List<String> owners = new ArrayList<>();
    Set<String> named = new TreeSet<>();
    for (Map.Entry<FactPredicate, Set<String>> group : disclosure.groups().entrySet()) {
      named.addAll(group.getValue());
      owners.add(
          "(NOT (f.patients && %s) OR %s)".formatted(array(group.getValue()), sql(group.getKey())));
    }
    if (!disclosure.others().equals(FactPredicate.ALWAYS)) {
      String onlyNamed = named.isEmpty() ? "FALSE" : "f.patients <@ " + array(named);
      owners.add("(%s OR %s)".formatted(onlyNamed, sql(disclosure.others())));
    }
    String owned = owners.isEmpty() ? "TRUE" : String.join(" AND ", owners);
    return "CASE WHEN cardinality(f.patients) > 0 THEN %s ELSE %s END"
        .formatted(owned, sql(disclosure.unowned()));
  }

  private String sql(FactPredicate condition) {
    if (condition instanceof FactPredicate.Constant constant) {
      return constant.value() ? "TRUE" : "FALSE";
    }
    if (condition instanceof FactPredicate.All all) {
      return joined(all.conditions(), " AND ");
    }
    if (condition instanceof FactPredicate.Any any) {
      return joined(any.conditions(), " OR ");
    }
    if (condition instanceof FactPredicate.Not not) {
      return "NOT " + sql(not.condition());
    }
    return "(" + atom(condition) + ")";
  }

  private String joined(List<FactPredicate> conditions, String operator) {
    return conditions.stream().map(this::sql).collect(Collectors.joining(operator, "(", ")"));
  }

  private String atom(FactPredicate condition) {
    if (condition instanceof FactPredicate.AtMost most) {
      return "f.confidentiality <= " + bind.apply(most.level().rank());
    }
    if (condition instanceof FactPredicate.Labelled labelled) {
      return "f.sensitivities && %s OR f.labels && %s"
          .formatted(array(labelled.sensitivities()), array(labelled.labels()));
    }
    if (condition instanceof FactPredicate.OnlySensitivities only) {
      return "f.sensitivities <@ " + array(only.sensitivities());
    }
    if (condition instanceof FactPredicate.OfType types) {
      return "f.type = ANY (%s)".formatted(array(types.types()));
    }
    if (condition instanceof FactPredicate.Coded coded) {
      return "f.codes && %s::bigint[]"
          .formatted(array(texts(Arrays.asList(codes.stored(coded.codes())))));
    }
    return condition instanceof FactPredicate.Touches || condition instanceof FactPredicate.Within
        ? time(condition)
        : reference(condition);
  }

  private String reference(FactPredicate condition) {
    if (condition instanceof FactPredicate.Instance instance) {
      return "f.address = ANY (%s)".formatted(array(instance.addresses()));
    }
    if (condition instanceof FactPredicate.RefersTo refers) {
      return "f.refs && " + array(refers.addresses());
    }
    if (condition instanceof FactPredicate.AuthoredBy authored) {
      return "f.authors && " + array(authored.authors());
    }
    if (condition instanceof FactPredicate.ReferredBy referred) {
      return "f.address IN (SELECT unnest(r.refs) FROM salus.access_facts r WHERE r.address = ANY (%s))"
          .formatted(array(referred.addresses()));
    }
    throw new IllegalArgumentException("Unknown condition " + condition.getClass().getSimpleName());
  }

  private String time(FactPredicate condition) {
    String dated = "(f.begins IS NOT NULL OR f.ends IS NOT NULL)";
    if (condition instanceof FactPredicate.Touches touches) {
      String begun = when(touches.to(), "(f.begins IS NULL OR f.begins < %s)");
      String lasting = when(touches.from(), "(f.ends IS NULL OR f.ends > %s)");
      return "%s AND %s AND %s".formatted(dated, begun, lasting);
    }
    FactPredicate.Within within = (FactPredicate.Within) condition;
    String patient = bind.apply("Patient"); // bound in the order of the text
    String begins = when(within.from(), "coalesce(f.begins >= %s, FALSE)");
    String ends = when(within.to(), "coalesce(f.ends <= %s, FALSE)");
    return "f.type = %s OR (%s AND %s AND %s)".formatted(patient, dated, begins, ends);
  }

  private String when(Optional<Instant> instant, String format) {
    return instant
        .map(value -> format.formatted(bind.apply(value.toString()) + "::timestamptz"))
        .orElse("TRUE");
  }

  private String array(Set<String> values) {
    if (values.isEmpty()) {
      return "'{}'::text[]";
    }
    String text = values.stream().sorted().collect(Collectors.joining(SEPARATOR));
    return "string_to_array(%s, chr(31))".formatted(bind.apply(text));
  }

  private static Set<String> texts(Collection<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.toSet());
  }
}
