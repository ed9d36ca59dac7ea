package health.salus.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Both servers, loaded with the same data, and the workloads run against them in turns. */
final class Comparison implements AutoCloseable {
  private static final String MODEL = "diabetes-2y";

  private final Path home;
  private final RunOptions options;
  private final PrintWriter progress;
  private final DataSet data;
  private final Closing closing;
  private final Target salus;
  private final Target open;
  private final Target clinician;
  private final Target stock;
  private final DatabaseServer database;
  private final CpuClock clock;

  private Comparison(
      Path home, RunOptions options, PrintWriter progress, DataSet data, Closing closing)
      throws IOException {
    this.home = home;
    this.options = options;
    this.progress = progress;
    this.data = data;
    this.closing = closing;
    Path folder = Files.createTempDirectory("salus-benchmark-");
    closing.later(new TemporaryFolder(folder));
    say("Starting Salus ...");
    SalusProcess salusProcess = closing.later(SalusProcess.launch(home, folder));
    this.open = salusProcess.awaitReady().as("open", "");
    this.salus = open.as("Salus", "Bearer " + salusProcess.token(open.port(), "admin"));
    salusProcess.addUser(open.port(), "clinician", "clinician");
    this.clinician =
        open.as("under consent", "Bearer " + salusProcess.token(open.port(), "clinician"));
    this.database = salusProcess.database();
    this.clock = new CpuClock(database.process());
    this.stock =
        options.against() == RunOptions.Other.plain ? startPlain(folder) : startStock(folder);
  }

  private Target startStock(Path folder) throws IOException {
    say("Starting the stock server ...");
    return closing
        .later(StockProcess.launch(home, folder, database, options.stockPrettyPrint()))
        .awaitReady();
  }

  private Target startPlain(Path folder) throws IOException {
    say("Starting Salus with sealing off ...");
    SalusProcess plain = closing.later(SalusProcess.launchPlain(home, folder, database));
    Target ready = plain.awaitReady();
    return ready.as("plain", "Bearer " + plain.token(ready.port(), "admin"));
  }

  /** Starts both servers. Whatever was started is stopped again if one fails. */
  static Comparison start(Path home, RunOptions options, PrintWriter progress) throws IOException {
    DataSet data = DataSet.read(home.resolve("examples/synthea"));
    Closing closing = Closing.alsoAtExit();
    try {
      return new Comparison(home, options, progress, data, closing);
    } catch (IOException | RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /** Loads the data, then measures the chosen workloads. */
  List<Row> run() throws IOException {
    load();
    if (options.workloads().stream().anyMatch(name -> name.startsWith("consent-"))) {
      say("Loading 3,000 consents into Salus ...");
      PatientConsents.transactions(data.patients()).forEach(salus::require);
    }
    List<String> predictable = options.needsModel() ? train() : List.of();
    database.analyze();
    say("Databases after loading: " + sizes());
    List<Row> rows = new ArrayList<>();
    for (Workload workload : Workloads.over(data, predictable, hook())) {
      if (options.workloads().contains(workload.name())) {
        rows.add(measure(workload));
      }
    }
    return rows;
  }

  /** Of both databases, and their ratio. */
  String sizes() {
    List<Long> bytes = database.sizes();
    return "Salus %.1f MB, %s %.1f MB, ratio %.2f"
        .formatted(
            bytes.get(0) / 1e6,
            stock.name(),
            bytes.get(1) / 1e6,
            (double) bytes.get(0) / bytes.get(1));
  }

  @Override
  public void close() {
    closing.close();
  }

  private Row measure(Workload workload) {
    Target subject = workload.against() == Workload.Against.EXEMPT ? clinician : salus;
    Target other =
        switch (workload.against()) {
          case STOCK, NOTHING -> stock;
          case OPEN_DOOR -> open;
          case EXEMPT -> salus;
        };
    List<Target> targets =
        workload.against() == Workload.Against.NOTHING ? List.of(subject) : List.of(subject, other);
    int count = options.requests(workload);
    warmUp(workload, targets, count);
    Map<Target, List<Measurement>> measured = new HashMap<>();
    for (int round = 1; round <= options.rounds(); round++) {
      List<Request> requests = workload.draw("r" + round, count);
      // Whoever comes first finds caches and compilers colder, so the order changes.
      for (Target target : round % 2 == 0 ? reversed(targets) : targets) {
        database.checkpoint();
        Measurement result = LoadRun.measure(target, clock, requests, workload.connections());
        measured.computeIfAbsent(target, any -> new ArrayList<>()).add(result);
        say("  round %d %s".formatted(round, Report.line(target.name(), result)));
      }
    }
    return Row.of(
        workload,
        measured.getOrDefault(subject, List.of()),
        measured.getOrDefault(other, List.of()));
  }

  private static List<Target> reversed(List<Target> targets) {
    List<Target> reversed = new ArrayList<>(targets);
    Collections.reverse(reversed);
    return reversed;
  }

  private void warmUp(Workload workload, List<Target> targets, int count) {
    List<Double> shares = new WarmUp(clock, options.warmUpLimit()).run(workload, targets, count);
    List<String> left = shares.stream().map(Report::percent).toList();
    say("%s: warm, JIT %s".formatted(workload.name(), left));
    List<Request> requests = workload.draw("r0", count);
    if (targets.size() == 2 && requests.get(0).isSearch()) {
      say("  " + Agreement.between(targets.get(0), targets.get(1), requests));
    }
  }

  private void load() {
    say("Loading %d resources into both ...".formatted(data.resources()));
    long start = System.nanoTime();
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> load(stock));
    load(salus);
    try {
      other.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof BenchmarkFailure failure ? failure : e;
    }
    say("Loaded in %d s".formatted(Duration.ofNanos(System.nanoTime() - start).toSeconds()));
  }

  private void load(Target target) {
    data.bundles().forEach(bundle -> target.require(Request.transaction(bundle)));
  }

  /** Trains the model and answers with the patients for whom it has a prediction. */
  private List<String> train() {
    say("Training " + MODEL + " ...");
    salus.require(Request.postJson("/models/%s/train".formatted(MODEL), ""));
    List<String> predictable = new ArrayList<>();
    try (HttpConnection connection = salus.connect()) {
      for (String patient : data.patients()) {
        if (connection.exchange(Workloads.predict(patient)).successful()) {
          predictable.add(patient);
        }
      }
    } catch (IOException e) {
      throw new BenchmarkFailure("Salus broke off while predicting: " + e.getMessage(), e);
    }
    say(
        "%d of %d patients have a prediction"
            .formatted(predictable.size(), data.patients().size()));
    if (predictable.size() < data.patients().size() / 2) {
      throw new BenchmarkFailure("Too few patients have a prediction");
    }
    return predictable;
  }

  private String hook() throws IOException {
    JsonMapper mapper = new JsonMapper();
    ObjectNode hook =
        (ObjectNode) mapper.readTree(home.resolve("examples/cds-hooks/patient-view.json").toFile());
    ((ObjectNode) hook.path("context")).put("patientId", "%s");
    return hook.toString();
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }
}
