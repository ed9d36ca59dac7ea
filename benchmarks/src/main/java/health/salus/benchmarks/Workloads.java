package health.salus.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/** Everything that is measured, in the order in which it runs: reading first, growing last. */
final class Workloads {
  /** Their names, as the command line takes them. */
  static final List<String> NAMES =
      List.of("read", "family", "observations", "everything", "predict", "cds", "create", "ingest");

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
            true,
            each(predictable, Workloads::predict)),
        new Workload(
            "cds",
            "POST /cds-services/salus-risk",
            600,
            CLIENTS,
            true,
            each(
                data.patients(),
                patient -> Request.postJson("/cds-services/salus-risk", hook.formatted(patient)))),
        new Workload(
            "create",
            "POST Observation",
            1000,
            CLIENTS,
            false,
            each(
                data.observations(),
                observation -> Request.post("/fhir/Observation", observation))),
        new Workload(
            "ingest",
            "POST transaction of one patient, one connection; per resource",
            data.wholePatients().size(),
            1,
            false,
            (random, round, count) -> transactions(data, round, count)));
  }

  static Request predict(String patient) {
    return Request.post(
        "/fhir/Patient/%s/$predict".formatted(patient), "{\"resourceType\":\"Parameters\"}");
  }

  private static Workload get(
      String name, String description, int count, Workload.Requests requests) {
    return new Workload(name, description, count, CLIENTS, false, requests);
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
