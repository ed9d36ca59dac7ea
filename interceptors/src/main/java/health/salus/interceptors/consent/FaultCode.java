package health.salus.interceptors.consent;

/** A fault in a consent. The names are stable: alerts and refusals carry them. */
public enum FaultCode {
  STATUS_MISSING,
  SCOPE_MISSING,
  DATE_UNREADABLE,
  /** Neither a provision nor a policy rule that opts in or out. */
  POLICY_MISSING,
  PROVISION_TYPE_MISSING,
  PROVISION_TYPE_UNKNOWN,
  NESTING_TOO_DEEP,
  PERIOD_EMPTY,
  PERIOD_REVERSED,
  PERIOD_UNREADABLE,
  ACTOR_WITHOUT_REFERENCE,
  ACTOR_REFERENCE_UNREADABLE,
  ACTION_UNKNOWN,
  PURPOSE_WITHOUT_CODE,
  LABEL_WITHOUT_CODE,
  LABEL_UNKNOWN,
  CLASS_UNKNOWN,
  CODE_MISSING,
  DATA_MEANING_MISSING,
  DATA_WITHOUT_REFERENCE,
  DATA_REFERENCE_UNREADABLE,
  /** Two provisions ask for the same and answer differently; the rules say which one wins. */
  CONTRADICTION;

  /** Whether the consent cannot be relied on, so that its patient is taken to deny everything. */
  public boolean affectsMeaning() {
    return this != CONTRADICTION;
  }
}
