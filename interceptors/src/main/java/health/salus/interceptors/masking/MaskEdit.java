package health.salus.interceptors.masking;

import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/** One element that is masked, and how. */
record MaskEdit(MaskAction action, Occurrence occurrence) {

  /** Changes the resource in which the element stands. */
  void apply(MaskContext context) {
    Base value = occurrence.value();
    boolean told =
        action instanceof MaskAction.Redact
            && occurrence.siblings().stream()
                .anyMatch(other -> MaskAction.isRedacted((Base) other));
    @Nullable Base masked =
        told || !action.fits(value.fhirType()) ? null : action.apply(value, context);
    if (masked == null) {
      occurrence.remove();
    }
  }
}
