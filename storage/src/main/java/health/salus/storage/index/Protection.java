package health.salus.storage.index;

/** How the values of a search parameter are stored in the index. */
enum Protection {
  /** In plain. */
  OPEN,
  /** As tokens in resources with a sensitive label, in plain in others. */
  BY_LABEL,
  /** As tokens. */
  SEALED,
  /** Not indexed, because no token could answer a search. */
  WITHHELD
}
