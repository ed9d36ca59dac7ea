package health.salus.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * 1,000 patients with three consents each, none of which denies the clinician anything: treatment
 * is permitted, research is denied, and somebody else is denied everything.
 */
final class PatientConsents {
  private static final int PATIENTS = 1000;
  private static final int PATIENTS_AT_ONCE = 100;

  private static final String CONSENT =
      """
      {"resource":{"resourceType":"Consent","status":"active","dateTime":"2026-01-01",
        "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
        "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
        "patient":{"reference":"Patient/%s"},"policy":[{"uri":"urn:policy"}],"provision":{%s}},
       "request":{"method":"POST","url":"Consent"}}""";

  private static final List<String> PROVISIONS =
      List.of(
          "\"type\":\"permit\",\"purpose\":[" + purpose("TREAT") + "," + purpose("HPAYMT") + "]",
          "\"type\":\"deny\",\"purpose\":[" + purpose("HRESCH") + "]",
          """
          "type":"deny","actor":[{"role":{"coding":[{
            "system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},
            "reference":{"reference":"Practitioner/bench-other"}}]""");

  private PatientConsents() {}

  /** Transactions that write them, with patients of their own where there are too few. */
  static List<Request> transactions(List<String> patients) {
    List<Request> transactions = new ArrayList<>();
    transactions.add(transaction(List.of(entry("Practitioner", "bench-other"))));
    for (int start = 0; start < PATIENTS; start += PATIENTS_AT_ONCE) {
      List<String> entries = new ArrayList<>();
      for (int i = start; i < start + PATIENTS_AT_ONCE; i++) {
        String patient = i < patients.size() ? patients.get(i) : "bench-" + i;
        if (i >= patients.size()) {
          entries.add(entry("Patient", patient));
        }
        PROVISIONS.forEach(provision -> entries.add(CONSENT.formatted(patient, provision)));
      }
      transactions.add(transaction(entries));
    }
    return transactions;
  }

  private static Request transaction(List<String> entries) {
    return Request.post(
        "/fhir",
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}"
            .formatted(String.join(",", entries)));
  }

  private static String entry(String type, String id) {
    return """
        {"resource":{"resourceType":"%1$s","id":"%2$s","active":true},
         "request":{"method":"PUT","url":"%1$s/%2$s"}}"""
        .formatted(type, id);
  }

  private static String purpose(String code) {
    return "{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActReason\",\"code\":\"%s\"}"
        .formatted(code);
  }
}
