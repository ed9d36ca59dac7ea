package health.salus.cdshooks.risk;

import health.salus.cdshooks.card.Card;
import health.salus.cdshooks.error.CdsException;
import health.salus.cdshooks.error.ErrorCode;
import health.salus.cdshooks.request.CdsRequest;
import health.salus.cdshooks.request.CdsRequestReader;
import health.salus.cdshooks.request.Prefetched;
import health.salus.cdshooks.service.CdsService;
import health.salus.cdshooks.service.PatientData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;

/**
 * The {@code patient-view} service: the model's prediction and its reasons. Data come from
 * prefetch. Missing data are read from this server if the call is about a patient of this server;
 * another FHIR server is never called.
 */
public final class RiskPredictionService implements CdsService {
  private static final String PATIENT_TOKEN = "{{context.patientId}}";

  private final Map<String, String> prefetch;
  private final Supplier<String> ownBase;
  private final RiskScorer scorer;
  private final RiskCards cards;

  /**
   * Creates the service. The only token allowed in templates is {@code {{context.patientId}}}.
   *
   * @param ownBase this server's FHIR base URL, known once it listens
   */
  public RiskPredictionService(
      Map<String, String> prefetch, Supplier<String> ownBase, RiskScorer scorer, RiskCards cards) {
    for (String template : prefetch.values()) {
      if (template.replace(PATIENT_TOKEN, "").contains("{{")) {
        throw new IllegalArgumentException("template with an unknown token: " + template);
      }
    }
    this.prefetch = new TreeMap<>(prefetch);
    this.ownBase = ownBase;
    this.scorer = scorer;
    this.cards = cards;
  }

  @Override
  public String id() {
    return "salus-risk";
  }

  @Override
  public String hook() {
    return "patient-view";
  }

  @Override
  public String title() {
    return "Risk prediction";
  }

  @Override
  public String description() {
    return "Predicts a risk from the patient's own record and says why, how sure the model is and"
        + " what was missing.";
  }

  @Override
  public Map<String, String> prefetch() {
    return prefetch;
  }

  @Override
  public Optional<String> usageRequirements() {
    return Optional.of(
        "Either send all prefetch keys, or call about a patient of this service's own FHIR server.");
  }

  @Override
  public List<Card> handle(CdsRequest request, PatientData ownData) {
    List<Resource> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    prefetch
        .keySet()
        .forEach(
            key -> {
              Prefetched value = request.prefetch().getOrDefault(key, new Prefetched.Failed());
              if (value instanceof Prefetched.Found resources) {
                found.addAll(resources.resources());
              } else if (value instanceof Prefetched.Failed) {
                missing.add(key);
              }
            });
    List<Resource> all =
        missing.isEmpty()
            ? found
            : Stream.concat(found.stream(), fetch(missing, request, ownData).stream()).toList();
    PatientResources patientRecord = PatientResources.of(request.patientId(), all);
    return cards.of(scorer.score(patientRecord.resources()), patientRecord);
  }

  private List<Resource> fetch(List<String> missing, CdsRequest request, PatientData ownData) {
    String keys = String.join(", ", missing);
    if (request.fhirServer().isPresent()
        && !request.fhirServer().get().equals(CdsRequestReader.withoutSlash(ownBase.get()))) {
      throw new CdsException(
          ErrorCode.DATA_MISSING, "these prefetch keys are needed and were not sent: " + keys);
    }
    List<String> queries =
        missing.stream()
            .map(key -> prefetch.getOrDefault(key, ""))
            .map(template -> template.replace(PATIENT_TOKEN, request.patientId()))
            .toList();
    return ownData
        .read(request.patientId(), queries)
        .orElseThrow(
            () ->
                new CdsException(
                    ErrorCode.DATA_MISSING,
                    "there is no such patient here, and these prefetch keys were not sent: "
                        + keys));
  }
}
