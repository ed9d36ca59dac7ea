package health.salus.interceptors.media;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import java.util.Locale;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a body in a format that is not FHIR's with 415, and an answer that could not be written
 * as the client wants it with 406, before anything is parsed.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content types and encodings</a>
 */
@Interceptor
public final class MediaTypes {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Set<String> PATCHES =
      Set.of("application/json-patch+json", "application/xml-patch+xml");
  private static final Set<String> ANY = Set.of("*/*", "application/*", "text/*", "text/html");

  /** Pages for people, which are no FHIR. */
  private static final Set<String> PAGES = Set.of("swagger-ui", "api-docs");

  /** Looks at both headers of a request. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public void check(RequestDetails request) {
    String path = String.valueOf(request.getRequestPath());
    if (path.equals("Binary") || path.startsWith("Binary/")) {
      return; // a Binary travels as what it is
    }
    if (hasBody(request) && !readable(request, path)) {
      request.loadRequestContents(); // so that the connection can carry another request
      throw new UnclassifiedServerFailureException(
          415,
          "Unsupported media type",
          Outcomes.of(
              IssueType.NOTSUPPORTED,
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "Send the body as application/fhir+json or application/fhir+xml and say so in"
                  + " Content-Type"));
    }
    if (PAGES.stream().noneMatch(path::startsWith) && !writable(request)) {
      throw new UnclassifiedServerFailureException(
          406,
          "Not acceptable",
          Outcomes.of(
              IssueType.NOTSUPPORTED,
              ErrorCode.NOT_ACCEPTABLE,
              "Answers are application/fhir+json or application/fhir+xml; accept one of them"));
    }
  }

  private static boolean hasBody(RequestDetails request) {
    RequestTypeEnum method = request.getRequestType();
    if (method != RequestTypeEnum.POST
        && method != RequestTypeEnum.PUT
        && method != RequestTypeEnum.PATCH) {
      return false;
    }
    @Nullable String length = request.getHeader("Content-Length");
    return request.getHeader("Transfer-Encoding") != null
        || (length != null && !length.equals("0"));
  }

  private static boolean readable(RequestDetails request, String path) {
    @Nullable String header = request.getHeader("Content-Type");
    if (header == null) {
      return false;
    }
    String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (request.getRequestType() == RequestTypeEnum.POST && path.endsWith("_search")) {
      return type.equals(FORM);
    }
    return fhir(type)
        || (request.getRequestType() == RequestTypeEnum.PATCH && PATCHES.contains(type));
  }

  private static boolean writable(RequestDetails request) {
    String @Nullable [] format = request.getParameters().get("_format");
    if (format != null && format.length > 0) {
      return format[0].startsWith("html/") || ANY.contains(format[0]) || written(format[0]);
    }
    @Nullable String accept = request.getHeader("Accept");
    if (accept == null || accept.isBlank()) {
      return true;
    }
    for (String range : accept.split(",", -1)) {
      String type = range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (ANY.contains(type) || written(type)) {
        return true;
      }
    }
    return false;
  }

  private static boolean written(String type) {
    return fhir(type) || EncodingEnum.forContentType(type) == EncodingEnum.RDF;
  }

  private static boolean fhir(String type) {
    @Nullable EncodingEnum encoding = EncodingEnum.forContentType(type.split(";", 2)[0].strip());
    return encoding == EncodingEnum.JSON || encoding == EncodingEnum.XML;
  }
}
