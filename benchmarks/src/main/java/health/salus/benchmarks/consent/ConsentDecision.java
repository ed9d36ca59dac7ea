package health.salus.benchmarks.consent;

import health.salus.interceptors.consent.Combining;
import health.salus.interceptors.consent.Confidentiality;
import health.salus.interceptors.consent.ConsentContext;
import health.salus.interceptors.consent.ConsentTable;
import health.salus.interceptors.consent.FactPredicate;
import health.salus.interceptors.consent.ImplicitPolicy;
import health.salus.interceptors.consent.ResourceFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Consent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The parts of a decision, each for the next of 1,000 patients with three consents: reading the
 * consents, the verdict on a request, and the verdict's answer for one resource.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ConsentDecision {
  private static final int PATIENTS = 1_000;
  private static final ConsentContext CONTEXT =
      new ConsentContext(
          Set.of("Practitioner/7", "Organization/1", "CareTeam/2"),
          Set.of("clinician"),
          "TREAT",
          "access",
          Instant.parse("2026-11-24T12:00:00Z"));
  private static final ResourceFacts FACTS =
      new ResourceFacts(
          "Observation",
          "Observation/1",
          Set.of("1"),
          Confidentiality.N,
          Set.of(),
          Set.of(),
          Optional.of(Instant.parse("2026-01-01T08:00:00Z")),
          Optional.of(Instant.parse("2026-01-01T08:00:01Z")),
          Set.of("Practitioner/9"),
          Set.of("Patient/1", "Encounter/1"),
          Set.of(1L, 2L, 3L));

  private List<List<Consent>> consents =
      IntStream.range(0, PATIENTS).mapToObj(SampleConsents::of).toList();
  private List<ConsentTable> tables = consents.stream().map(ConsentDecision::table).toList();
  private List<FactPredicate> verdicts = tables.stream().map(ConsentDecision::verdict).toList();
  private int next;

  @Benchmark
  public ConsentTable compileOne() {
    return table(consents.get(patient()).subList(0, 1));
  }

  @Benchmark
  public ConsentTable compileThree() {
    return table(consents.get(patient()));
  }

  @Benchmark
  public FactPredicate verdict() {
    return verdict(tables.get(patient()));
  }

  @Benchmark
  public boolean decide() {
    return verdicts.get(patient()).test(FACTS, address -> Set.of());
  }

  @Benchmark
  public boolean verdictAndDecide() {
    return verdict(tables.get(patient())).test(FACTS, address -> Set.of());
  }

  private int patient() {
    next = (next + 1) % PATIENTS;
    return next;
  }

  private static ConsentTable table(List<Consent> consents) {
    return ConsentTable.compile("1", consents, Combining.DENY_OVERRIDES);
  }

  private static FactPredicate verdict(ConsentTable table) {
    return table.verdict(CONTEXT, ImplicitPolicy.BASIC);
  }
}
