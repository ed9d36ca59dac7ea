package health.salus.smart.scope;

import java.util.Locale;

/**
 * The context of a scope: one patient, the data that the user may see, or the data that the client
 * may see.
 */
public enum ScopeContext {
  PATIENT,
  USER,
  SYSTEM;

  /** The context as written in a scope. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
