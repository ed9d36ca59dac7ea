package health.salus.smart.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Translates the ticks on the consent page into scopes. */
public final class ConsentChoices {
  private ConsentChoices() {}

  /**
   * The granted scopes, in the order of the offer. A resource scope and {@code offline_access} are
   * granted only if ticked; the parts ticked below a resource scope take its place. Identity and
   * launch scopes are granted with every "Allow". A form cannot add scopes that were not offered.
   *
   * @param offered the scopes shown on the page
   * @param ticked values of the field {@code scope}
   * @param narrowed values of the field {@code narrow}
   */
  public static List<String> granted(
      List<String> offered, Collection<String> ticked, Collection<String> narrowed) {
    List<String> granted = new ArrayList<>();
    for (String scope : offered) {
      if (!deniable(scope)) {
        granted.add(scope);
      } else if (ticked.contains(scope)) {
        List<String> parts =
            Narrowing.of(scope).stream().map(Narrowing::scope).filter(narrowed::contains).toList();
        granted.addAll(parts.isEmpty() ? List.of(scope) : parts);
      }
    }
    return granted.stream().distinct().toList();
  }

  /** Whether a user can deselect this scope. */
  static boolean deniable(String scope) {
    return ScopeText.of(scope).isPresent() || scope.equals("offline_access");
  }
}
