package health.salus.cdshooks.risk;

import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/** Predicts from one patient's record. Same record, same result. Thread-safe. */
@FunctionalInterface
public interface RiskScorer {
  /** Predicts from the resources of one patient, in any order. */
  RiskResult score(List<Resource> record);
}
