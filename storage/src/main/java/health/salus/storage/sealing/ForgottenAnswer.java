package health.salus.storage.sealing;

/** What reading a resource by its id answers once its patient was forgotten. */
public enum ForgottenAnswer {
  /** 410 with the code {@code RESOURCE_FORGOTTEN}. */
  GONE,
  /** 200 with a resource that holds its id, and data-absent-reason {@code error}. */
  TOMBSTONE
}
