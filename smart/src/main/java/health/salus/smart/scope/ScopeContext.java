package health.salus.smart.scope;

import java.util.Locale;

/** Whose data a scope is about: one patient's, all that the user may see, or the client's own. */
public enum ScopeContext {
  PATIENT,
  USER,
  SYSTEM;

  /** As it stands in a scope. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
