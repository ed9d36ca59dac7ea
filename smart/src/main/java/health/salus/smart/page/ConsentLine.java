package health.salus.smart.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the consent page with a box to tick.
 *
 * @param words description of the scope
 * @param parts smaller scopes to which the user can limit it; empty if it cannot be limited
 */
public record ConsentLine(String scope, String words, List<Narrowing> parts) {

  /** The resource scopes among these, as lines. */
  public static List<ConsentLine> of(ConsentPage page) {
    return page.scopes().stream()
        .filter(scope -> ScopeText.of(scope).isPresent())
        .map(scope -> line(scope, page.patient()))
        .toList();
  }

  /** The other permissions of the app, as sentences without repetition. */
  public static List<String> others(ConsentPage page) {
    return page.scopes().stream()
        .filter(scope -> !ConsentChoices.deniable(scope))
        .map(scope -> PlainWords.describe(scope, page.patient()))
        .distinct()
        .toList();
  }

  private static ConsentLine line(String scope, @Nullable String patient) {
    return new ConsentLine(scope, PlainWords.describe(scope, patient), Narrowing.of(scope));
  }
}
