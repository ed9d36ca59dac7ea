package health.salus.storage.body;

/** Why a stored body cannot be shown. */
public enum Loss {
  /** Its key was destroyed, so it is forgotten, or the key was lost. */
  KEY_GONE,
  /** Its key is present but damaged, or wrapped by a missing version of the key-encryption key. */
  KEY_UNUSABLE,
  /** The sealed body was changed or truncated. */
  DAMAGED,
  /** It is the body of another row. */
  MISPLACED,
  /** It is an older version in the place of the newest. */
  ROLLED_BACK,
  /** It is stored in plain, though everything is sealed. */
  NOT_SEALED
}
