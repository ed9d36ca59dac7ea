package health.salus.server.demo;

/** A parent for one of the sample's children, since the sample has no relatives. */
public final class DemoFamily {
  static final String PARENT = "demo-parent";
  static final String CHILD = "6d0fcea7-4f9d-beef-c326-d4a90b059348";

  private DemoFamily() {}

  /**
   * The RelatedPerson, to be put at {@code RelatedPerson/demo-parent} once the sample is loaded.
   */
  public static String parent() {
    return """
        {
          "resourceType": "RelatedPerson",
          "id": "%s",
          "active": true,
          "patient": {"reference": "Patient/%s"},
          "relationship": [{"coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode",
            "code": "PRN",
            "display": "parent"
          }]}],
          "name": [{"family": "Romaguera67", "given": ["Lavonne438"]}]
        }
        """
        .formatted(PARENT, CHILD);
  }

  /** Where the parent is, under the FHIR base. */
  public static String parentPath() {
    return "RelatedPerson/" + PARENT;
  }
}
