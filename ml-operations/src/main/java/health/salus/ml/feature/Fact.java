package health.salus.ml.feature;

import health.salus.ml.view.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of a view, input of features and outcomes. Its named columns: {@code id} (reference of
 * the source), {@code system}, {@code code}, {@code status}, {@code date} (clinical time) and
 * {@code recorded} (time of recording).
 */
public record Fact(
    Row row,
    String source,
    @Nullable Token token,
    String status,
    @Nullable ClinicalTime time,
    @Nullable ClinicalTime recorded) {
  private static final Set<String> WITHDRAWN = Set.of("entered-in-error", "cancelled");

  static Fact of(Row row) {
    Optional<Token> token =
        row.text("system").flatMap(s -> row.text("code").map(code -> new Token(s, code)));
    return new Fact(
        row,
        row.text("id").orElse(""),
        token.orElse(null),
        row.text("status").orElse(""),
        row.text("date").flatMap(ClinicalTime::parse).orElse(null),
        row.text("recorded").flatMap(ClinicalTime::parse).orElse(null));
  }

  /** Whether the fact holds: it is neither retracted nor refuted. */
  public boolean stands() {
    return !WITHDRAWN.contains(status) && !isRefuted();
  }

  public boolean isRefuted() {
    return status.equals("refuted");
  }

  /** Whether the fact neither happened nor was recorded after that time. */
  public boolean isKnownAt(Instant index) {
    return (time == null || !time.instant().isAfter(index))
        && (recorded == null || !recorded.instant().isAfter(index));
  }
}
