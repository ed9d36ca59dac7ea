package health.salus.ml.feature;

/** The reasons for a missing feature value. */
public enum MissingReason {
  NOT_RECORDED("not recorded"),
  WITHDRAWN("recorded in error or cancelled"),
  UNDATED("without a date"),
  NONE_IN_WINDOW("none recent enough"),
  NO_VALUE("recorded without a usable value"),
  UNIT("in a unit that cannot be compared"),
  IMPLAUSIBLE("outside the plausible range"),
  TOO_FEW("too few values");

  private final String text;

  MissingReason(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
