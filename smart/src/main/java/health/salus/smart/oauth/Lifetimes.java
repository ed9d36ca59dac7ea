package health.salus.smart.oauth;

import java.time.Duration;

/**
 * The lifetimes of tokens and grants.
 *
 * @param access tokens of users, at most one hour
 * @param offline access without use, at least 90 days; each use renews the whole time
 */
public record Lifetimes(Duration access, Duration offline) {
  private static final Duration LONGEST_ACCESS = Duration.ofHours(1);
  private static final Duration SHORTEST_OFFLINE = Duration.ofDays(90);

  public Lifetimes {
    if (access.isNegative() || access.isZero() || access.compareTo(LONGEST_ACCESS) > 0) {
      throw new IllegalArgumentException("access tokens live for one hour at most");
    }
    if (offline.compareTo(SHORTEST_OFFLINE) < 0) {
      throw new IllegalArgumentException("offline access lasts 90 days at least");
    }
  }
}
