package health.salus.benchmarks;

import health.salus.benchmarks.Workload.Against;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/** Everything that is measured, in the order in which it runs: reading first, growing last. */
final class Workloads {
  /** Their names, as the command line takes them. */
  static final List<String> NAMES =
      List.of(
          "read",
          "family",
          "observations",
          "everything",
          "predict",
          "cds",
          "door-read",
          "door-observations",
          "consent-read",
          "consent-family",
          "consent-observations",
          "create",
          "ingest");

  private static final int CLIENTS = 4;

  private Workloads() {}

  /**
   * All workloads.
   *
   * @param predictable patients for whom the trained model has a prediction
   * @param hook the body of a patient-view hook, in which {@code %s} stands for the patient
   */
  static List<Workload> over(DataSet data, List<String> predictable, String hook) {
    return List.of(
        get("read", "GET Patient/[id]", 2000, one(data.patients(), "/fhir/Patient/%s"::formatted)),
        get(
            "family",
            "GET Patient?family=[name]&_count=20",
            1000,
            one(data.families(), "/fhir/Patient?family=%s&_count=20"::formatted)),
        get(
            "observations",
            "GET Observation?patient=[id]&_sort=-date&_count=50",
            400,
            one(data.patients(), "/fhir/Observation?patient=%s&_sort=-date&_count=50"::formatted)),
        get(
            "everything",
            "GET Patient/[id]/$everything?_count=50",
            300,
            one(data.patients(), "/fhir/Patient/%s/$everything?_count=50"::formatted)),
        new Workload(
            "predict",
            "POST Patient/[id]/$predict",
            600,
            CLIENTS,
            Against.NOTHING,
            each(predictable, Workloads::predict)),
        new Workload(
            "cds",
            "POST /cds-services/salus-risk",
            600,
            CLIENTS,
            Against.NOTHING,
            each(
                data.patients(),
                patient -> Request.postJson("/cds-services/salus-risk", hook.formatted(patient)))),
        new Workload(
            "door-read",
            "GET Patient/[id], with a token and without",
            12000,
            CLIENTS,
            Against.OPEN_DOOR,
            one(data.patients(), "/fhir/Patient/%s"::formatted)),
        new Workload(
            "door-observations",
            "GET Observation?patient=[id]&_sort=-date&_count=50, with a token and without",
            400,
            CLIENTS,
            Against.OPEN_DOOR,
            one(data.patients(), "/fhir/Observation?patient=%s&_sort=-date&_count=50"::formatted)),
        new Workload(
            "consent-read",
            "GET Patient/[id], under consent and exempt",
            12000,
            CLIENTS,
            Against.EXEMPT,
            one(data.patients(), "/fhir/Patient/%s"::formatted)),
        new Workload(
            "consent-family",
            "GET Patient?family=[name]&_count=20, under consent and exempt",
            2000,
            CLIENTS,
            Against.EXEMPT,
            one(data.families(), "/fhir/Patient?family=%s&_count=20"::formatted)),
        new Workload(
            "consent-observations",
            "GET Observation?patient=[id]&_sort=-date&_count=50, under consent and exempt",
            800,
            CLIENTS,
            Against.EXEMPT,
            one(data.patients(), "/fhir/Observation?patient=%s&_sort=-date&_count=50"::formatted)),
        new Workload(
            "create",
            "POST Observation",
            1000,
            CLIENTS,
            Against.STOCK,
            each(
                data.observations(),
                observation -> Request.post("/fhir/Observation", observation))),
        new Workload(
            "ingest",
            "POST transaction of one patient, one connection; per resource",
            data.wholePatients().size(),
            1,
            Against.STOCK,
            (random, round, count) -> transactions(data, round, count)));
  }

  static Request predict(String patient) {
    return Request.post(
        "/fhir/Patient/%s/$predict".formatted(patient), "{\"resourceType\":\"Parameters\"}");
  }

  private static Workload get(
      String name, String description, int count, Workload.Requests requests) {
    return new Workload(name, description, count, CLIENTS, Against.STOCK, requests);
  }

  private static Workload.Requests one(List<String> values, Function<String, String> path) {
    return each(values, value -> Request.get(path.apply(value)));
  }

  private static Workload.Requests each(List<String> values, Function<String, Request> request) {
    return (random, round, count) ->
        Stream.generate(() -> request.apply(any(values, random))).limit(count).toList();
  }

  private static String any(List<String> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static List<Request> transactions(DataSet data, String round, int count) {
    return data.wholePatients().stream()
        .limit(count)
        .map(bundle -> Request.transaction(bundle.renamed(round)))
        .toList();
  }
}
