package health.salus.ml.feature;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;

/**
 * The resources that a model reads; the source of searches and prefetch templates.
 *
 * @param codes by resource type; a type without codes is read completely
 */
public record RecordNeeds(Map<String, Set<Token>> codes) {
  public static final RecordNeeds NONE = new RecordNeeds(Map.of());
  private static final Comparator<Token> ORDER = Comparator.comparing(Token::toString);

  public RecordNeeds {
    codes = Map.copyOf(codes);
  }

  public Set<String> resourceTypes() {
    return new TreeSet<>(codes.keySet());
  }

  /** The codes in a stable order; empty if the type is read completely or not at all. */
  public List<Token> codesOf(String resourceType) {
    return codes.getOrDefault(resourceType, Set.of()).stream().sorted(ORDER).toList();
  }

  public RecordNeeds and(String resourceType, Collection<Token> more) {
    Map<String, Set<Token>> all = new TreeMap<>(codes);
    Set<Token> known = codes.get(resourceType);
    if ((known != null && known.isEmpty()) || more.isEmpty()) {
      all.put(resourceType, Set.of());
      return new RecordNeeds(all);
    }
    Set<Token> both = new TreeSet<>(ORDER);
    both.addAll(known == null ? Set.of() : known);
    both.addAll(more);
    all.put(resourceType, both);
    return new RecordNeeds(all);
  }

  public RecordNeeds and(RecordNeeds other) {
    RecordNeeds both = this;
    for (Map.Entry<String, Set<Token>> entry : other.codes.entrySet()) {
      both = both.and(entry.getKey(), entry.getValue());
    }
    return both;
  }

  /** A cheap check that keeps unneeded resources away from the views. */
  public boolean includes(Resource resource) {
    Set<Token> wanted = codes.get(resource.fhirType());
    if (wanted == null) {
      return false;
    }
    return wanted.isEmpty() || concepts(resource).anyMatch(concept -> isOneOf(concept, wanted));
  }

  private static Stream<CodeableConcept> concepts(Resource resource) {
    if (resource instanceof Observation observation) {
      return Stream.concat(
          Stream.of(observation.getCode()),
          observation.getComponent().stream().map(component -> component.getCode()));
    }
    if (resource instanceof Condition condition) {
      return Stream.of(condition.getCode());
    }
    return Stream.empty();
  }

  private static boolean isOneOf(CodeableConcept concept, Set<Token> wanted) {
    return concept.getCoding().stream()
        .filter(coding -> coding.hasSystem() && coding.hasCode())
        .anyMatch(coding -> wanted.contains(new Token(coding.getSystem(), coding.getCode())));
  }
}
