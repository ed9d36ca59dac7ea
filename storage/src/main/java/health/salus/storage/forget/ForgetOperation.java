package health.salus.storage.forget;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.InsufficientScope;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST Patient/[id]/$forget}: destroys the patient's keys and deletes the patient's
 * resources with all their versions. It cannot be undone, and a backup does not bring them back; so
 * it takes two steps. The first says why, forgets nothing, and is answered with what would go, what
 * would remain because it belongs to others too, and a confirmation. The second brings the
 * confirmation, and is answered with a signed certificate. For the privacy officer and
 * administrators. Thread-safe.
 */
public final class ForgetOperation {
  private static final Set<String> OFFICES = Set.of(Caller.ADMINISTRATOR, Caller.PRIVACY_OFFICER);
  private static final int MAX_REASON = 500;

  private final ForgottenPatients forgotten;
  private final ForgetRequests requests;
  private final ForgetRecords records;
  private final CertificateSigner signer;
  private final Supplier<String> issuer;
  private final Predicate<String> exists;
  private final Clock clock;

  ForgetOperation(
      ForgottenPatients forgotten,
      ForgetRequests requests,
      ForgetRecords records,
      CertificateSigner signer,
      Supplier<String> issuer,
      Predicate<String> exists,
      Clock clock) {
    this.forgotten = forgotten;
    this.requests = requests;
    this.records = records;
    this.signer = signer;
    this.issuer = issuer;
    this.exists = exists;
    this.clock = clock;
  }

  /**
   * Either step.
   *
   * @param reason why; written down for who is asked later. Of the first step
   * @param confirmation what the first step answered. Of the second step
   */
  @Operation(name = "$forget", type = Patient.class)
  public Parameters forget(
      @IdParam IdType patient,
      @OperationParam(name = "reason", max = 1) @Nullable StringType reason,
      @OperationParam(name = "confirmation", max = 1) @Nullable StringType confirmation,
      RequestDetails request) {
    Caller caller = Callers.of(request).orElseThrow();
    if (Collections.disjoint(OFFICES, caller.roles())) {
      throw InsufficientScope.because(
          "Only the roles %s may forget a patient".formatted(OFFICES.stream().sorted().toList()));
    }
    String id = patient.getIdPart();
    if (!exists.test(id)) {
      throw new ResourceNotFoundException("Resource Patient/%s is not known".formatted(id));
    }
    return confirmation == null
        ? ask(caller, id, reason == null ? "" : String.valueOf(reason.getValue()).strip())
        : forget(caller, id, String.valueOf(confirmation.getValue()));
  }

  private Parameters ask(Caller caller, String patient, String reason) {
    if (reason.isEmpty() || reason.length() > MAX_REASON) {
      throw refusal(
          "reason",
          ErrorCode.REASON_MISSING,
          "say why, in at most %d characters".formatted(MAX_REASON));
    }
    Instant now = clock.instant();
    String salt = UUID.randomUUID().toString();
    String digest =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(ForgetRequests.sha256(salt + " " + reason));
    String event = records.requestedAsSystem(caller, patient, reason, salt, now);
    ForgetRequests.Confirmation confirmation =
        requests.open(new ForgetRequests.Asked(patient, caller.name(), event, digest, now));
    Parameters answer = new Parameters();
    add(answer, "confirmation", new StringType(confirmation.code()));
    add(answer, "expires", new InstantType(confirmation.expires().toString()));
    add(answer, "request", new Reference(event));
    return withHoldings(answer, forgotten.holdings(patient));
  }

  private Parameters forget(Caller caller, String patient, String confirmation) {
    Instant now = clock.instant();
    ForgetRequests.Asked asked =
        requests
            .take(confirmation, patient, caller.name(), now)
            .orElseThrow(
                () ->
                    refusal(
                        "confirmation",
                        ErrorCode.CONFIRMATION_INVALID,
                        "it holds once, for 15 minutes, for the patient and the caller who gave the"
                            + " reason; nothing was forgotten, give the reason again"));
    records.destroyingAsSystem(caller, patient, now); // first written down, then done
    PatientErasure.Erased erased = erase(patient, now);
    String certificate =
        signer.sign(
            ErasureCertificate.TYPE,
            ErasureCertificate.claims(issuer.get(), asked, caller, erased, now));
    String event = records.certifiedAsSystem(caller, asked.event(), certificate, now);
    Parameters answer = new Parameters();
    add(answer, "recorded", new InstantType(now.toString()));
    add(answer, "keysDestroyed", new IntegerType(erased.keys().size()));
    add(answer, "certificate", new StringType(certificate));
    add(answer, "event", new Reference(event));
    return withHoldings(answer, erased.holdings());
  }

  private PatientErasure.Erased erase(String patient, Instant now) {
    try {
      return forgotten.forget(patient, now);
    } catch (IOException e) {
      throw new InternalErrorException("The list of forgotten patients cannot be written", e);
    }
  }

  private static Parameters withHoldings(Parameters answer, PatientHoldings holdings) {
    add(answer, "resourcesForgotten", new IntegerType(holdings.own().size()));
    holdings.shared().forEach(address -> add(answer, "remains", new Reference(address)));
    return answer;
  }

  private static void add(Parameters answer, String name, Type value) {
    answer.addParameter().setName(name).setValue(value);
  }

  private static UnprocessableEntityException refusal(
      String parameter, ErrorCode code, String text) {
    String diagnostics = "The parameter %s is missing or wrong: %s".formatted(parameter, text);
    var outcome = Outcomes.of(IssueType.REQUIRED, code, diagnostics);
    outcome
        .getIssueFirstRep()
        .addExpression("Parameters.parameter.where(name='%s')".formatted(parameter));
    return new UnprocessableEntityException(diagnostics, outcome);
  }
}
