package health.salus.storage.key;

/** What a key of {@code salus.sealing_key} is for. */
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
