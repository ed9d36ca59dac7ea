package health.salus.interceptors.consent;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a provision asks for, what it inherits included.
 *
 * @param labelsFrom type of the provision that states the labels
 * @param codes {@link ResourceFacts#code hashes} of codings
 */
record Criteria(
    RequestCriteria request,
    SecurityLabels labels,
    ProvisionType labelsFrom,
    Classes classes,
    Set<Long> codes,
    Interval dataPeriod,
    List<DataReference> data) {
  Criteria {
    codes = Set.copyOf(codes);
    data = List.copyOf(data);
  }

  /** Asks for nothing. */
  static Criteria none(ProvisionType type) {
    return new Criteria(
        RequestCriteria.NONE,
        SecurityLabels.NONE,
        type,
        Classes.NONE,
        Set.of(),
        Interval.ALWAYS,
        List.of());
  }

  /** The same in another period. */
  Criteria during(Interval period) {
    RequestCriteria during =
        new RequestCriteria(period, request.actors(), request.purposes(), request.actions());
    return new Criteria(during, labels, labelsFrom, classes, codes, dataPeriod, data);
  }

  /** The same, wherever the labels are stated. */
  Criteria wherever() {
    return new Criteria(request, labels, ProvisionType.PERMIT, classes, codes, dataPeriod, data);
  }

  /** What a provision of this type asks of a resource, where it asks something. */
  Map<Dimension, FactPredicate> conditions(ProvisionType type) {
    Map<Dimension, FactPredicate> conditions = new EnumMap<>(Dimension.class);
    conditions.put(Dimension.SECURITY_LABEL, labels.condition(type, labelsFrom));
    conditions.put(Dimension.CLASS, classes.condition());
    conditions.put(
        Dimension.CODE, codes.isEmpty() ? FactPredicate.ALWAYS : new FactPredicate.Coded(codes));
    conditions.put(Dimension.DATA_PERIOD, dataPeriod.condition(type));
    conditions.put(Dimension.DATA, DataReference.condition(data, type));
    conditions.values().removeIf(FactPredicate.ALWAYS::equals);
    return conditions;
  }
}
