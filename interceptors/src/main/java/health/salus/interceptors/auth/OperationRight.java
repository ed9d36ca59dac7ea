package health.salus.interceptors.auth;

/** The right that a caller needs for an operation, checked before anything is read. */
public enum OperationRight {
  /** To read the instance that the operation is called on. */
  READ_INSTANCE,
  /** To read some resource of the type; the operation answers alike for hidden and unknown ids. */
  READ_TYPE,
  /** To read some resource of the record; the operation narrows what it lists. */
  READ_RECORD,
  /** To read, create or update resources of the type, or to read the instance. */
  VALIDATE,
  /** To read the instance, or all resources of the type. */
  TERMINOLOGY,
  /** To read everything and to delete all resources of the type. */
  ERASE,
  /** To do everything with all resources: the right for an operation that states none. */
  EVERYTHING
}
