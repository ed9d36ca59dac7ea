package health.salus.cdshooks.http;

import ca.uhn.fhir.context.FhirContext;
import health.salus.cdshooks.error.CdsException;
import health.salus.cdshooks.error.ErrorCode;
import health.salus.cdshooks.feedback.FeedbackReader;
import health.salus.cdshooks.feedback.FeedbackStore;
import health.salus.cdshooks.request.CdsRequest;
import health.salus.cdshooks.request.CdsRequestReader;
import health.salus.cdshooks.request.PrefetchReader;
import health.salus.cdshooks.service.CdsService;
import health.salus.cdshooks.service.PatientData;
import java.util.List;

/** The three routes of CDS Hooks, without HTTP. Thread-safe. */
final class CdsEndpoint {
  private final List<CdsService> services;
  private final FeedbackStore feedbackStore;
  private final CdsRequestReader requestReader;

  CdsEndpoint(List<CdsService> services, FeedbackStore feedbackStore, FhirContext fhirContext) {
    this.services = List.copyOf(services);
    this.feedbackStore = feedbackStore;
    this.requestReader = new CdsRequestReader(new PrefetchReader(fhirContext));
  }

  /** {@code path} is the part after {@code /cds-services}; empty, or with a slash at its start. */
  HttpAnswer answer(String method, String path, byte[] body, PatientData ownData) {
    try {
      if (path.isEmpty() || path.equals("/")) {
        return method.equals("GET")
            ? HttpAnswer.ok(ResponseWriter.discovery(services))
            : HttpAnswer.onlyMethod("GET");
      }
      String[] segments = path.substring(1).split("/", -1);
      boolean feedback = segments.length == 2 && segments[1].equals("feedback");
      if (segments.length > 1 && !feedback) {
        throw new CdsException(ErrorCode.SERVICE_UNKNOWN, "there is nothing at this address");
      }
      List<CdsService> named = named(segments[0]);
      if (!method.equals("POST")) {
        return HttpAnswer.onlyMethod("POST");
      }
      return feedback ? keepFeedback(segments[0], body) : call(named, body, ownData);
    } catch (CdsException e) {
      return HttpAnswer.error(e);
    }
  }

  private HttpAnswer call(List<CdsService> named, byte[] body, PatientData ownData) {
    CdsRequest request = requestReader.read(body);
    CdsService service =
        named.stream()
            .filter(s -> s.hook().equals(request.hook()))
            .findFirst()
            .orElseThrow(
                () ->
                    new CdsException(
                        ErrorCode.INVALID_REQUEST, "hook does not belong to this service"));
    return HttpAnswer.ok(ResponseWriter.cards(service.handle(request, ownData)));
  }

  private HttpAnswer keepFeedback(String serviceId, byte[] body) {
    feedbackStore.keep(FeedbackReader.read(serviceId, body));
    return HttpAnswer.ok(new byte[] {'{', '}'});
  }

  /** Several services may share an id under different hooks. */
  private List<CdsService> named(String id) {
    List<CdsService> named = services.stream().filter(s -> s.id().equals(id)).toList();
    if (named.isEmpty()) {
      throw new CdsException(ErrorCode.SERVICE_UNKNOWN, "there is no such service");
    }
    return named;
  }
}
