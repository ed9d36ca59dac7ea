package health.salus.smart.scope;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The three words of SMART 1.0 and what they mean in version 2. */
final class Version1 {
  private static final Map<String, Set<Interaction>> WORDS =
      Map.of(
          "read", EnumSet.of(Interaction.READ, Interaction.SEARCH),
          "write", EnumSet.of(Interaction.CREATE, Interaction.UPDATE, Interaction.DELETE),
          "*", EnumSet.allOf(Interaction.class));

  private Version1() {}

  static Optional<Set<Interaction>> parse(String word) {
    return Optional.ofNullable(WORDS.get(word));
  }

  static Optional<String> name(Set<Interaction> interactions) {
    return WORDS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(interactions))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
