package health.salus.server.access;

import java.util.Set;

/**
 * Which guards are on: all, but in tests that show that each is needed. Nothing that runs in
 * production can switch one off.
 *
 * @param off classes of guards
 */
public record Guards(Set<Class<?>> off) {
  /** All. */
  public static final Guards ALL = new Guards(Set.of());

  public Guards {
    off = Set.copyOf(off);
  }

  public boolean on(Class<?> guard) {
    return !off.contains(guard);
  }
}
