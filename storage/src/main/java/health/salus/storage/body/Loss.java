package health.salus.storage.body;

/** Why a stored body cannot be shown. */
public enum Loss {
  /** Its key was destroyed, so it is forgotten, or the key was lost. */
  KEY_GONE,
  /**
   * Its key is there, but damaged, or wrapped by a version of the key-encryption key that is not.
   */
  KEY_UNUSABLE,
  /** It is not what was sealed: bits were changed, or it was cut off. */
  DAMAGED,
  /** It is the body of another row. */
  MISPLACED,
  /** It is an older version in the place of the newest. */
  ROLLED_BACK,
  /** It lies in plain, though everything is sealed. */
  NOT_SEALED
}
