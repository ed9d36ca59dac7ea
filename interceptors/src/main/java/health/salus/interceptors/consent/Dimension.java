package health.salus.interceptors.consent;

/**
 * A criterion of a provision. The first four are about the request, the others about the data.
 *
 * @see <a href="https://hl7.org/fhir/R4/consent.html">Consent.provision</a>
 */
public enum Dimension {
  PERIOD("period"),
  ACTOR("actor"),
  PURPOSE("purpose"),
  ACTION("action"),
  SECURITY_LABEL("securityLabel"),
  CLASS("class"),
  CODE("code"),
  DATA_PERIOD("dataPeriod"),
  DATA("data");

  private final String element;

  Dimension(String element) {
    this.element = element;
  }

  /** Name of the element of a provision. */
  public String element() {
    return element;
  }

  /** Whether it is about the data and not about the request. */
  boolean isOfData() {
    return compareTo(ACTION) > 0;
  }
}
