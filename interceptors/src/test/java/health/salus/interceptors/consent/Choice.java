package health.salus.interceptors.consent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Random picks. */
record Choice(RandomGenerator random) {
  boolean oneIn(int bound) {
    return random.nextInt(bound) == 0;
  }

  <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  Set<String> some(List<String> choices) {
    Set<String> some = new HashSet<>();
    for (String choice : choices) {
      if (oneIn(2)) {
        some.add(choice);
      }
    }
    return some;
  }
}
