package health.salus.benchmarks.crypto;

import health.salus.interceptors.crypto.AesGcmCipher;
import health.salus.interceptors.crypto.CryptoProvider;
import health.salus.interceptors.crypto.DataKey;
import health.salus.interceptors.crypto.EnvelopeException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sealing and opening the next of the synthetic patients' resources of about one size. Prints how
 * large all resources of 1 kB and more are when they are sealed and written as base64.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SealedResources {
  private static final int MAX_BYTES = 10_000_000;
  private static final int KILOBYTE = 1_000;
  private static final String ADDRESS = "Observation/1";

  @Param({"jdk", "bouncy-castle"})
  private String provider = "";

  @Param({"1000", "2000", "3300"})
  private int bytes;

  private AesGcmCipher cipher = new AesGcmCipher(CryptoProvider.jdk(), MAX_BYTES);
  private DataKey key = DataKey.random(CryptoProvider.jdk().random());
  private List<byte[]> resources = List.of();
  private List<byte[]> envelopes = List.of();
  private int next;

  @Setup
  public void read() throws IOException {
    cipher = new AesGcmCipher(CryptoProvider.named(provider), MAX_BYTES);
    List<byte[]> all = SampleResources.all();
    resources = all.stream().filter(json -> Math.abs(json.length - bytes) <= bytes / 10).toList();
    envelopes = resources.stream().map(json -> cipher.seal(json, ADDRESS, key)).toList();
    report(all.stream().filter(json -> json.length >= KILOBYTE).toList());
  }

  private void report(List<byte[]> large) {
    long plain = 0;
    long base64 = 0;
    for (byte[] json : large) {
      plain += json.length;
      base64 += (cipher.seal(json, ADDRESS, key).length + 2) / 3 * 4L;
    }
    System.out.printf(
        "%d resources measured; %d of 1 kB and more: %d %% of their size%n",
        resources.size(), large.size(), 100 * base64 / plain);
  }

  @TearDown
  public void close() {
    cipher.close();
  }

  @Benchmark
  public byte[] seal() {
    next = (next + 1) % resources.size();
    return cipher.seal(resources.get(next), ADDRESS, key);
  }

  @Benchmark
  public byte[] open() throws EnvelopeException {
    next = (next + 1) % envelopes.size();
    return cipher.open(envelopes.get(next), ADDRESS, id -> Optional.of(key));
  }
}
