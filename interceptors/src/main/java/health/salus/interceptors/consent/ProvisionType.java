package health.salus.interceptors.consent;

/** Whether a provision lets through or holds back what it matches. */
public enum ProvisionType {
  PERMIT,
  DENY
}
