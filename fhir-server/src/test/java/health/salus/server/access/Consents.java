package health.salus.server.access;

import health.salus.server.TestServer;

/** Writes patients, observations and consents for tests. */
final class Consents {
  static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  private final TestServer server;

  Consents(TestServer server) {
    this.server = server;
  }

  String patient(String key, String more) {
    return server.create(
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"value\":\"%s\"}]%s}"
            .formatted(key, more));
  }

  String observation(String patient, String key, String more) {
    return server.create(
        """
        {"resourceType":"Observation","status":"final","code":{"coding":[{"code":"%s"}]},
         "subject":{"reference":"Patient/%s"}%s}"""
            .formatted(key, patient, more));
  }

  static String label(String code) {
    return ",\"meta\":{\"security\":[{\"system\":\"%s\",\"code\":\"%s\"}]}"
        .formatted(ACT_CODE, code);
  }

  /** An active consent; {@code provision} is the content of the root provision. */
  static String consent(String patient, String provision) {
    return """
        {"resourceType":"Consent","status":"active","dateTime":"2026-01-01",
         "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
         "patient":{"reference":"Patient/%s"},
         "policy":[{"uri":"urn:policy"}],
         "provision":{%s}}"""
        .formatted(patient, provision);
  }

  static String actor(String reference) {
    return """
        "actor":[{"role":{"coding":[{
          "system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},
          "reference":{"reference":"%s"}}]"""
        .formatted(reference);
  }

  static String purpose(String code) {
    return "\"purpose\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActReason\",\"code\":\"%s\"}]"
        .formatted(code);
  }

  String put(String patient, String provision) {
    return server.create(consent(patient, provision));
  }
}
