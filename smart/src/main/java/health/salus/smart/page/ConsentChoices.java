package health.salus.smart.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** From the ticks on the consent page to the scopes they grant. */
public final class ConsentChoices {
  private ConsentChoices() {}

  /**
   * What the user granted, in the order in which it was offered. A resource scope and {@code
   * offline_access} are granted only if ticked; the parts ticked below a resource scope take its
   * place. Identity and launch scopes go with every "Allow". A form cannot add what was not
   * offered.
   *
   * @param offered the scopes that the page was made with
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

  /** Whether a user can take this scope out of what is allowed. */
  static boolean deniable(String scope) {
    return ScopeText.of(scope).isPresent() || scope.equals("offline_access");
  }
}
