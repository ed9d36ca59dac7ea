package health.salus.cdshooks.http;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.cdshooks.card.Coding;
import health.salus.cdshooks.feedback.Feedback;
import health.salus.cdshooks.request.RequestBody;
import health.salus.cdshooks.risk.RiskCardConfig;
import health.salus.cdshooks.risk.RiskCards;
import health.salus.cdshooks.risk.RiskPredictionService;
import health.salus.cdshooks.risk.RiskResult;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Resource;

/** The endpoint with one risk service; its ports note what they get. */
final class RiskEndpoint {
  static final String OWN_BASE = "https://salus.example/fhir";
  static final Map<String, String> TEMPLATES =
      Map.of(
          "patient",
          "Patient/{{context.patientId}}",
          "observations",
          "Observation?patient={{context.patientId}}&code=http://loinc.org|39156-5&_sort=-date");
  static final RiskResult.Model MODEL =
      new RiskResult.Model("Diabetes model", "https://salus.example/models/t2d", "1.0", true);

  final List<Resource> scored = new ArrayList<>();
  final List<String> queries = new ArrayList<>();
  final List<Feedback> feedback = new ArrayList<>();
  RiskResult result = scored("Type 2 diabetes", 0.234);
  Optional<List<Resource>> ownData = Optional.of(List.of());
  boolean cardWhenAbstained = true;

  static RiskResult.Scored scored(String outcome, double probability) {
    return new RiskResult.Scored(
        MODEL,
        new RiskResult.Prediction(outcome, "2 years", probability, "moderate"),
        List.of(
            new RiskResult.Driver(
                "BMI <script>alert(1)</script>",
                "31.2 kg/m2 | [x](javascript:alert)",
                Optional.of(LocalDate.of(2026, 3, 1)),
                RiskResult.Effect.INCREASES)),
        List.of(new RiskResult.MissingInput("HbA1c", "no value in two years")));
  }

  HttpAnswer send(String method, String path, String body) {
    RiskCardConfig config =
        new RiskCardConfig(
            0.2,
            cardWhenAbstained,
            "Salus",
            "https://salus.example",
            Optional.of(new Coding("https://salus.example/topics", "risk", "Risk prediction")),
            List.of(new Coding("https://salus.example/reasons", "known", "Known already")));
    Clock clock = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
    RiskPredictionService service =
        new RiskPredictionService(
            TEMPLATES,
            () -> OWN_BASE,
            patientRecord -> {
              scored.addAll(patientRecord);
              return result;
            },
            new RiskCards(config, clock, UUID::randomUUID));
    CdsEndpoint endpoint =
        new CdsEndpoint(List.of(service), feedback::addAll, FhirContext.forR4Cached());
    return endpoint.answer(
        method,
        path,
        body.getBytes(StandardCharsets.UTF_8),
        (patientId, asked) -> {
          queries.addAll(asked);
          return ownData;
        });
  }

  HttpAnswer call(ObjectNode request) {
    return send("POST", "/salus-risk", request.toString());
  }

  static JsonNode json(HttpAnswer answer) throws Exception {
    return RequestBody.JSON.readTree(answer.body());
  }

  /** A call with both prefetch keys. */
  static ObjectNode request() throws Exception {
    return (ObjectNode)
        RequestBody.JSON.readTree(
            """
            {"hook": "patient-view",
             "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
             "context": {"userId": "Practitioner/d1", "patientId": "p1"},
             "prefetch": {
               "patient": {"resourceType": "Patient", "id": "p1"},
               "observations": {"resourceType": "Bundle", "type": "searchset", "entry": [
                 {"resource": {"resourceType": "Observation", "id": "o1", "status": "final",
                   "code": {"text": "BMI"}, "effectiveDateTime": "2026-10-22",
                   "subject": {"reference": "Patient/p1"}}},
                 {"resource": {"resourceType": "Observation", "id": "o2", "status": "final",
                   "code": {"text": "BMI"}, "subject": {"reference": "Patient/other"}}}]}}}
            """);
  }
}
