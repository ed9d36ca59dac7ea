package health.salus.storage.index;

/** How the values of a search parameter stand in the index. */
enum Protection {
  /** As they are. */
  OPEN,
  /** As tokens in resources with a sensitive label, as they are in others. */
  BY_LABEL,
  /** As tokens. */
  SEALED,
  /** Not at all, since no token could answer a search. */
  WITHHELD
}
