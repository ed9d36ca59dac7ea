package health.salus.cdshooks.error;

/** The reasons why a call gets no cards. */
public enum ErrorCode {
  INVALID_REQUEST(400, "invalid"),
  FIELD_MISSING(400, "required"),
  SERVICE_UNKNOWN(404, "not-found"),
  METHOD_NOT_ALLOWED(405, "not-supported"),
  DATA_MISSING(412, "incomplete"),
  BODY_TOO_LARGE(413, "too-long"),
  INTERNAL_ERROR(500, "exception");

  private final int status;
  private final String issueType;

  ErrorCode(int status, String issueType) {
    this.status = status;
    this.issueType = issueType;
  }

  public int status() {
    return status;
  }

  public String issueType() {
    return issueType;
  }
}
