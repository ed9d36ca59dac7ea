package health.salus.storage.sealing;

/** The answer to a read by id of a forgotten patient's resource. */
public enum ForgottenAnswer {
  /** 410 with the code {@code RESOURCE_FORGOTTEN}. */
  GONE,
  /** 200 with a resource that holds its id, and data-absent-reason {@code error}. */
  TOMBSTONE
}
