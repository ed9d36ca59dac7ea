package health.salus.terminology.operation;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Corrects {@code $subsumes} for equal codes: an existing code is equivalent to itself, where
 * HAPI's storage answers not-subsumed.
 *
 * @see <a href="https://hl7.org/fhir/R4/codesystem-operation-subsumes.html">$subsumes</a>
 */
@Interceptor
public final class EqualCodes {

  /** Corrects the outcome for two equal codes. */
  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public void correct(RequestDetails request, IBaseResource response) {
    if (!"$subsumes".equals(request.getOperation())
        || !(response instanceof Parameters answer)
        || answer.getParameter("outcome") == null) {
      return;
    }
    @Nullable String codeA = sent(request, "codeA");
    if (codeA != null
        && codeA.equals(sent(request, "codeB"))
        && answer.getParameter("outcome").getValue() instanceof CodeType outcome
        && outcome.getValue().equals("not-subsumed")) {
      outcome.setValue("equivalent");
    }
  }

  private static @Nullable String sent(RequestDetails request, String name) {
    String @Nullable [] values = request.getParameters().get(name);
    if (values != null && values.length == 1) {
      return values[0];
    }
    return request.getResource() instanceof Parameters parameters
            && parameters.getParameter(name) != null
            && parameters.getParameter(name).getValue() != null
        ? parameters.getParameter(name).getValue().primitiveValue()
        : null;
  }
}
