package health.salus.interceptors.masking;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;

/**
 * How a copy of a resource says that it is not all of it.
 *
 * @see <a href="https://hl7.org/fhir/R4/security-labels.html">Security labels</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#elements">SUBSETTED</a>
 */
public final class IncompleteCopy {
  private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
  private static final String MASKED = "MASKED";
  private static final String SUBSETTED = "SUBSETTED";
  private static final Set<String> CODES = Set.of(MASKED, SUBSETTED, "REDACTED");

  private IncompleteCopy() {}

  static void mark(Meta meta) {
    if (meta.getSecurity(SYSTEM, MASKED) == null) {
      meta.addSecurity().setSystem(SYSTEM).setCode(MASKED).setDisplay("masked");
    }
    if (meta.getTag(SYSTEM, SUBSETTED) == null) {
      meta.addTag().setSystem(SYSTEM).setCode(SUBSETTED).setDisplay("subsetted");
    }
  }

  /** Whether a resource says that something is missing in it. */
  public static boolean isMarked(Meta meta) {
    return meta.getSecurity().stream().anyMatch(IncompleteCopy::says)
        || meta.getTag().stream().anyMatch(IncompleteCopy::says);
  }

  static void unmark(Meta meta) {
    meta.getSecurity().removeIf(IncompleteCopy::says);
    meta.getTag().removeIf(IncompleteCopy::says);
  }

  private static boolean says(Coding coding) {
    return SYSTEM.equals(coding.getSystem()) && CODES.contains(coding.getCode());
  }

  /** Whether a bundle inside an answer is an answer itself. */
  static boolean ofServer(Bundle bundle) {
    return bundle.getType() != null
        && List.of(BundleType.SEARCHSET, BundleType.HISTORY).contains(bundle.getType());
  }
}
