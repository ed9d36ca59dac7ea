package health.salus.server.sealing;

/** Why a stored body cannot be shown. */
public enum Loss {
  /** Its key was destroyed, so it is forgotten, or the key was lost. */
  KEY_GONE,
  /** Its key is there and cannot be unwrapped: it is damaged, or of a version that is not there. */
  KEY_UNREADABLE,
  /** It is not what was sealed: bits were changed, or it was cut off. */
  DAMAGED,
  /** It is the body of another row. */
  MISPLACED,
  /** It is an older version in the place of the newest. */
  ROLLED_BACK
}
