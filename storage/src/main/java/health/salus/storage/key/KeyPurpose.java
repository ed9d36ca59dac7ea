package health.salus.storage.key;

/** The purpose of a key of {@code salus.sealing_key}. */
enum KeyPurpose {
  /** The resources of one patient. */
  PATIENT,
  /** Resources that belong to no patient, or to several. */
  DEPLOYMENT,
  /** The digests of current bodies. */
  DIGEST,
  /** Tokens in the index. */
  INDEX
}
