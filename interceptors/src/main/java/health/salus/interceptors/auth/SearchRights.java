package health.salus.interceptors.auth;

/** Tells which resources a caller may use. Thread-safe. */
@FunctionalInterface
public interface SearchRights {
  /** Which resources of a type a caller may use for an interaction. */
  AccessFilter filter(Caller caller, String type, Interaction interaction);
}
