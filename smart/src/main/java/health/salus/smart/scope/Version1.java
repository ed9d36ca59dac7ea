package health.salus.smart.scope;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The three words of SMART 1.0 and what they mean in version 2. */
final class Version1 {
  private static final Map<String, Set<ScopeInteraction>> WORDS =
      Map.of(
          "read", EnumSet.of(ScopeInteraction.READ, ScopeInteraction.SEARCH),
          "write",
              EnumSet.of(ScopeInteraction.CREATE, ScopeInteraction.UPDATE, ScopeInteraction.DELETE),
          "*", EnumSet.allOf(ScopeInteraction.class));

  private Version1() {}

  static Optional<Set<ScopeInteraction>> parse(String word) {
    return Optional.ofNullable(WORDS.get(word));
  }

  static Optional<String> name(Set<ScopeInteraction> interactions) {
    return WORDS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(interactions))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
