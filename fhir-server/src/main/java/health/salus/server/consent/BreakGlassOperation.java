package health.salus.server.consent;

import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.InsufficientScope;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST Patient/[id]/$break-glass}: opens one record to one person for a short time. It
 * overrides the patient's consents, except those that deny emergency access by name. The patient
 * sees the access, and the privacy officer is asked to review it. The response is the same whether
 * or not the patient exists. Thread-safe.
 */
public final class BreakGlassOperation {
  private static final Set<String> PURPOSES = Set.of("BTG", "ETREAT");
  private static final int MAX_REASON = 1000;

  private final ConsentConfig config;
  private final EmergencyStore store;
  private final IFhirSystemDao<Bundle, ?> systemDao;
  private final Predicate<String> exists;
  private final Clock clock;

  BreakGlassOperation(
      ConsentConfig config,
      EmergencyStore store,
      IFhirSystemDao<Bundle, ?> systemDao,
      Predicate<String> exists,
      Clock clock) {
    this.config = config;
    this.store = store;
    this.systemDao = systemDao;
    this.exists = exists;
    this.clock = clock;
  }

  /**
   * Opens the record.
   *
   * @param reason why; kept for the patient and the review
   * @param purpose {@code BTG} (the default) or {@code ETREAT}
   */
  @Operation(name = "$break-glass", type = Patient.class)
  public Parameters open(
      @IdParam IdType patient,
      @OperationParam(name = "reason", max = 1) @Nullable StringType reason,
      @OperationParam(name = "purposeOfUse", max = 1) @Nullable CodeType purpose,
      RequestDetails request) {
    String person = person(request);
    String why = reason == null ? "" : String.valueOf(reason.getValue()).strip();
    String code = purpose == null ? "BTG" : String.valueOf(purpose.getValue());
    if (why.isEmpty() || why.length() > MAX_REASON) {
      throw invalid("reason", "say why, in at most %d characters".formatted(MAX_REASON));
    }
    if (!PURPOSES.contains(code)) {
      throw invalid("purposeOfUse", "must be BTG or ETREAT");
    }
    Instant now = clock.instant();
    Instant ends = now.plus(config.emergencyTime());
    if (exists.test(patient.getIdPart())) {
      // First written down, then opened: without the record there is no access.
      systemDao.transaction(
          new SystemRequestDetails(),
          EmergencyRecords.of(person, patient.getIdPart(), code, why, now));
    }
    store.open(person, patient.getIdPart(), code, now, ends);
    Parameters answer = new Parameters();
    answer.addParameter().setName("purposeOfUse").setValue(new CodeType(code));
    answer.addParameter().setName("until").setValue(new InstantType(ends.toString()));
    return answer;
  }

  private String person(RequestDetails request) {
    Caller caller = Callers.of(request).orElseThrow();
    if (Collections.disjoint(config.emergencyRoles(), caller.roles())) {
      throw InsufficientScope.because(
          "Only the roles %s may break the glass"
              .formatted(config.emergencyRoles().stream().sorted().toList()));
    }
    return caller
        .fhirUser()
        .orElseThrow(
            () ->
                InsufficientScope.because(
                    "Only a user who is a person in the records (fhirUser) may break the glass"));
  }

  private static UnprocessableEntityException invalid(String parameter, String text) {
    String diagnostics = "The parameter %s is missing or wrong: %s".formatted(parameter, text);
    var outcome = Outcomes.of(IssueType.REQUIRED, ErrorCode.REASON_MISSING, diagnostics);
    outcome
        .getIssueFirstRep()
        .addExpression("Parameters.parameter.where(name='%s')".formatted(parameter));
    return new UnprocessableEntityException(diagnostics, outcome);
  }
}
