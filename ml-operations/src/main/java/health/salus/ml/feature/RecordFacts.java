package health.salus.ml.feature;

import health.salus.ml.view.ViewDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All facts of one record, by view and in order of time, so that views run once for many index
 * times.
 */
public final class RecordFacts {
  private static final Comparator<Fact> BY_TIME =
      Comparator.comparing(
              (Fact fact) -> Optional.ofNullable(fact.time()).map(ClinicalTime::instant),
              Comparator.comparing(time -> time.orElse(Instant.MIN)))
          .thenComparing(Fact::source);

  private final Map<String, List<Fact>> byView;

  private RecordFacts(Map<String, List<Fact>> byView) {
    this.byView = Map.copyOf(byView);
  }

  public static RecordFacts of(PatientRecord patientRecord, Map<String, ViewDefinition> views) {
    Map<String, List<Fact>> byView = new HashMap<>();
    views.forEach(
        (name, view) ->
            byView.put(
                name,
                view.rows(patientRecord.resources()).stream()
                    .map(Fact::of)
                    .sorted(BY_TIME)
                    .toList()));
    return new RecordFacts(byView);
  }

  /** The view's facts with one of the codes, or all if there are no codes; oldest first. */
  public List<Fact> of(String view, Collection<Token> codes) {
    List<Fact> facts = byView.getOrDefault(view, List.of());
    if (codes.isEmpty()) {
      return facts;
    }
    List<Fact> chosen = new ArrayList<>();
    for (Fact fact : facts) {
      if (fact.token() != null && codes.contains(fact.token())) {
        chosen.add(fact);
      }
    }
    return chosen;
  }

  /** The times of all dated facts that hold. */
  public List<Instant> times() {
    return byView.values().stream()
        .flatMap(List::stream)
        .filter(Fact::stands)
        .flatMap(fact -> Optional.ofNullable(fact.time()).stream())
        .map(ClinicalTime::instant)
        .sorted()
        .toList();
  }
}
