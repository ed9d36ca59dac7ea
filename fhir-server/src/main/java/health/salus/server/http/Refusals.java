package health.salus.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** OperationOutcomes for what never reaches the FHIR servlet, as text without any request data. */
public final class Refusals {
  static final String ERROR_CODES = "https://salus.health/fhir/CodeSystem/error-code";

  private Refusals() {}

  public static String pageLink() {
    return of(
        "invalid",
        "PAGE_LINK_INVALID",
        "This page link was not made for this caller and path; repeat the search.");
  }

  /** The body of a 401, whose headers are set. */
  public static void unauthenticated(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body =
        of("login", "UNAUTHENTICATED", "A good access token is needed; see WWW-Authenticate.")
            .getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/fhir+json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  static String of(int status) {
    return switch (status) {
      case 400 -> of("structure", "REQUEST_MALFORMED", "The request is no valid HTTP request.");
      case 404 -> of("not-found", "PATH_UNKNOWN", "Nothing is served at this path; see /.");
      case 405 -> of("not-supported", "METHOD_NOT_ALLOWED", "This method is not offered here.");
      case 413 -> of("too-long", "BODY_TOO_LARGE", "The request body is too large.");
      case 414 -> of("too-long", "URL_TOO_LONG", "The URL is too long; send a POST to _search.");
      case 431 -> of("too-long", "HEADERS_TOO_LARGE", "The request's headers are too large.");
      case 503 -> of("transient", "NOT_READY", "The server is starting or stopping; try again.");
      default ->
          status < 500
              ? of("processing", "REQUEST_REFUSED", "The request was refused.")
              : of("exception", "SERVER_FAULT", "The server failed; quote the request id.");
    };
  }

  static String of(String issueCode, String errorCode, String diagnostics) {
    return """
        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"%s",\
        "details":{"coding":[{"system":"%s","code":"%s"}],"text":"%s"},"diagnostics":"%s"}]}"""
        .formatted(issueCode, ERROR_CODES, errorCode, diagnostics, diagnostics);
  }
}
