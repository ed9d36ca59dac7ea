package health.salus.smart.scope;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The five letters of a SMART v2 scope, in their required order. */
public enum ScopeInteraction {
  /** Type level create. */
  CREATE('c'),
  /** Read, vread and the history of one resource. */
  READ('r'),
  /** Update, also one that creates, and patch. */
  UPDATE('u'),
  /** Delete. */
  DELETE('d'),
  /** Search, and the history of a type or of the system. */
  SEARCH('s');

  private final char letter;

  ScopeInteraction(char letter) {
    this.letter = letter;
  }

  /** Parses the letters {@code cruds} in order, each at most once; empty for any other text. */
  static Optional<Set<ScopeInteraction>> parse(String letters) {
    Set<ScopeInteraction> found = EnumSet.noneOf(ScopeInteraction.class);
    int next = 0;
    for (ScopeInteraction interaction : values()) {
      if (next < letters.length() && letters.charAt(next) == interaction.letter) {
        found.add(interaction);
        next++;
      }
    }
    return found.isEmpty() || next < letters.length()
        ? Optional.empty()
        : Optional.of(Collections.unmodifiableSet(found));
  }

  static String format(Set<ScopeInteraction> interactions) {
    StringBuilder letters = new StringBuilder();
    for (ScopeInteraction interaction : values()) {
      if (interactions.contains(interaction)) {
        letters.append(interaction.letter);
      }
    }
    return letters.toString();
  }
}
