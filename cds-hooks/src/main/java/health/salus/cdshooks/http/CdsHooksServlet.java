package health.salus.cdshooks.http;

import ca.uhn.fhir.context.FhirContext;
import health.salus.cdshooks.error.CdsException;
import health.salus.cdshooks.error.ErrorCode;
import health.salus.cdshooks.feedback.FeedbackStore;
import health.salus.cdshooks.service.CdsService;
import health.salus.cdshooks.service.PatientData;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servlet for CDS Hooks at {@code /cds-services/*}. Filters before it do authentication and
 * CORS.
 */
public final class CdsHooksServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(CdsHooksServlet.class);
  private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

  private final transient CdsEndpoint endpoint;
  private final transient Function<HttpServletRequest, PatientData> ownData;

  /** {@code ownData} reads the server's data with the rights of the request's caller. */
  public CdsHooksServlet(
      List<CdsService> services,
      FeedbackStore feedbackStore,
      FhirContext fhirContext,
      Function<HttpServletRequest, PatientData> ownData) {
    this.endpoint = new CdsEndpoint(services, feedbackStore, fhirContext);
    this.ownData = ownData;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpAnswer answer = answer(request);
    response.setStatus(answer.status());
    answer.allow().ifPresent(methods -> response.setHeader("Allow", methods));
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }

  private HttpAnswer answer(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return HttpAnswer.error(
          new CdsException(ErrorCode.BODY_TOO_LARGE, "the body is larger than 10 MiB"));
    }
    String path = Optional.ofNullable(request.getPathInfo()).orElse("");
    try {
      return endpoint.answer(request.getMethod(), path, body, ownData.apply(request));
    } catch (RuntimeException e) {
      // The message of an exception from below may quote a resource: only its class and place.
      StackTraceElement[] stack = e.getStackTrace();
      LOG.error("{} at {}", e.getClass().getName(), stack.length == 0 ? "?" : stack[0]);
      return HttpAnswer.error(new CdsException(ErrorCode.INTERNAL_ERROR, "internal error"));
    }
  }
}
