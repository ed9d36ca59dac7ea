package health.salus.server.demo;

/**
 * The sample patient whom the first requests of a newcomer are about.
 *
 * @param id logical id in examples/synthea/sample
 */
public record SamplePatient(String id) {

  /** A woman of sixty with every measurement that the model of the demo reads. */
  public static SamplePatient ofDemo() {
    return new SamplePatient("159ccf5f-40ac-5405-de4f-b48cdfdb9f2b");
  }

  /**
   * What to open, and commands that work when pasted.
   *
   * @param launcher how the token command is called, with its options
   */
  public String invitation(int port, String launcher) {
    return """

        Open http://localhost:%1$d/demo/ehr/ in a browser (users and passwords: demo-access.json in the data
        folder), or paste:

        # who asks: a clinician's access token, good for an hour
        TOKEN=$(%3$s)

        # read a patient
        curl -s -H "Authorization: Bearer $TOKEN" 'http://localhost:%1$d/fhir/Patient/%2$s'

        # search the newest HbA1c values
        curl -s -H "Authorization: Bearer $TOKEN" 'http://localhost:%1$d/fhir/Observation?patient=%2$s&code=http://loinc.org%%7C4548-4&_sort=-date&_count=3'

        # predict
        curl -s -X POST -H "Authorization: Bearer $TOKEN" 'http://localhost:%1$d/fhir/Patient/%2$s/$predict'

        # call the CDS Hooks service as an EHR does
        curl -s -X POST -H "Authorization: Bearer $TOKEN" 'http://localhost:%1$d/cds-services/salus-risk' -H 'Content-Type: application/json' -d '{"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/example","patientId":"%2$s"}}'
        """
        .formatted(port, id, launcher);
  }
}
