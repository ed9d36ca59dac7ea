package health.salus.server.consent;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.InsufficientScope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST [type]/[id]/$explain-access}: why somebody may see a resource, or may not. The
 * privacy officer asks about anybody and sees every rule. Everybody else asks about themselves and
 * learns nothing of what they may not see: a hidden resource is explained as an absent one is, and
 * of the rules only the consents that they may read. Thread-safe.
 */
public final class ExplainAccessOperation {
  private final AccessExplanations explanations;

  ExplainAccessOperation(AccessExplanations explanations) {
    this.explanations = explanations;
  }

  /**
   * Explains.
   *
   * @param about the person who is asked about; the caller if it is not named
   * @param role roles of that person
   * @param purpose instead of the purpose that goes with the role
   */
  @Operation(name = "$explain-access", global = true)
  public Parameters explain(
      @IdParam IdType resource,
      @OperationParam(name = "caller", max = 1) @Nullable Reference about,
      @OperationParam(name = "role", max = OperationParam.MAX_UNLIMITED)
          @Nullable List<CodeType> role,
      @OperationParam(name = "purposeOfUse", max = 1) @Nullable CodeType purpose,
      RequestDetails request) {
    Caller caller = Callers.of(request).orElseThrow();
    String address = request.getResourceName() + "/" + resource.getIdPart();
    boolean others = about != null || role != null || purpose != null;
    if (others && !caller.disclosure().exempt()) {
      throw InsufficientScope.because(
          "Only an office that is exempt from consent may ask about others; leave caller, role and"
              + " purposeOfUse out to ask about yourself");
    }
    AccessExplanations.Subject subject =
        others
            ? subject(about, role, purpose)
            : new AccessExplanations.Subject(
                caller.fhirUser(), caller.roles(), Optional.of(caller.purposeOfUse()));
    return explanations
        .of(address, subject, request)
        .orElseThrow(
            () -> new ResourceNotFoundException("Resource %s is not known".formatted(address)));
  }

  private static AccessExplanations.Subject subject(
      @Nullable Reference about, @Nullable List<CodeType> role, @Nullable CodeType purpose) {
    Set<String> roles =
        role == null
            ? Set.of()
            : role.stream().map(CodeType::getValue).collect(Collectors.toUnmodifiableSet());
    Optional<String> person =
        Optional.ofNullable(about).map(Reference::getReference).filter(text -> !text.isBlank());
    if (person.isPresent() && !new IdType(person.get()).hasResourceType()) {
      throw new InvalidRequestException("caller must be a reference such as Practitioner/1");
    }
    return new AccessExplanations.Subject(
        person, roles, Optional.ofNullable(purpose).map(CodeType::getValue));
  }
}
