package health.salus.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * One request of a workload.
 *
 * @param path from the root of the server, with its query
 * @param body empty where the method has none
 * @param resources how many resources it carries; figures are per resource
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied by nobody
record Request(String method, String path, String contentType, byte[] body, int resources) {
  private static final String FHIR = "application/fhir+json";
  private static final byte[] NOTHING = {};

  static Request get(String path) {
    return new Request("GET", path, FHIR, NOTHING, 1);
  }

  static Request post(String path, String fhirJson) {
    return new Request("POST", path, FHIR, fhirJson.getBytes(StandardCharsets.UTF_8), 1);
  }

  static Request postJson(String path, String json) {
    return new Request("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8), 1);
  }

  static Request transaction(SampleBundle bundle) {
    return new Request(
        "POST", "/fhir", FHIR, bundle.json().getBytes(StandardCharsets.UTF_8), bundle.resources());
  }

  /** Whether the answer is a bundle of what was found. */
  boolean isSearch() {
    return method.equals("GET") && path.contains("?");
  }

  /** The request's line and header, as they go over the wire; no authorization if it is empty. */
  byte[] head(int port, String authorization) {
    StringBuilder head =
        new StringBuilder(256)
            .append(method)
            .append(' ')
            .append(path)
            .append(" HTTP/1.1\r\nHost: localhost:")
            .append(port)
            .append("\r\nAccept: application/fhir+json, application/json\r\n");
    if (!authorization.isEmpty()) {
      head.append("Authorization: ").append(authorization).append("\r\n");
    }
    if (!method.equals("GET")) {
      head.append("Content-Type: ").append(contentType).append("\r\n");
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
