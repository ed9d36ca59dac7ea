package health.salus.benchmarks.crypto;

import health.salus.interceptors.crypto.CalendarCover;
import health.salus.interceptors.crypto.CalendarDate;
import health.salus.interceptors.crypto.CalendarNode;
import health.salus.interceptors.crypto.CryptoProvider;
import health.salus.interceptors.crypto.IndexTokens;
import health.salus.interceptors.crypto.SecretBytes;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
 * Tokens of an identifier, of a name of ten letters and of a birth date; the cover of a question.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SealedIndex {
  private IndexTokens tokens =
      new IndexTokens(SecretBytes.random(32, CryptoProvider.jdk().random()), CryptoProvider.jdk());
  private Set<CalendarNode> birthDate = CalendarDate.parse("1970-05-05").nodes();
  private LocalDate day = LocalDate.of(1970, 5, 5);
  private String identifier = "http://hl7.org/fhir/sid/us-ssn|999-59-4336";
  private String name = "ALEXANDRIA";

  @Benchmark
  public String exact() {
    return tokens.exact("Patient.identifier", identifier);
  }

  @Benchmark
  public String prefixChain() {
    return tokens.prefixChain("Patient.family", name);
  }

  @Benchmark
  public long fourNodes() {
    long sum = 0;
    for (CalendarNode node : birthDate) {
      sum += tokens.node("Patient.birthdate", node);
    }
    return sum;
  }

  @Benchmark
  public Set<CalendarNode> cover() {
    return CalendarCover.highAtLeast(day);
  }
}
