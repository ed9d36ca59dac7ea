package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

class CompressionTest {
  private final Compression compression = new Compression(Dictionary.load(), Dictionary.LEVEL);

  /** A changed dictionary makes unreadable what was sealed with it. */
  @Test
  void dictionaryIsTheOneThatWasReleased() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Dictionary.load());

    assertThat(HexFormat.of().formatHex(digest))
        .isEqualTo("10dc9d84937502f2a56a00abecb1eccd81b8ed549ca63a8fceae5ad28bf4638e");
    assertThat(Dictionary.load()).hasSizeLessThan(32 * 1024);
  }

  @Test
  void truncatedStreamsAreRefused() {
    byte[] compressed = compression.compress(Samples.OBSERVATION).orElseThrow();

    for (int length = 0; length < compressed.length; length++) {
      byte[] truncated = Arrays.copyOf(compressed, length);
      assertThatExceptionOfType(DataFormatException.class)
          .isThrownBy(() -> compression.expand(truncated, 1_000_000));
    }
  }

  @Test
  void bytesAfterTheStreamAreRefused() {
    byte[] compressed = compression.compress(Samples.OBSERVATION).orElseThrow();

    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(
            () -> compression.expand(Arrays.copyOf(compressed, compressed.length + 1), 1_000_000));
  }

  @Test
  void limitIsExact() throws Exception {
    byte[] compressed = compression.compress(Samples.OBSERVATION).orElseThrow();
    int length = Samples.OBSERVATION.length;

    assertThat(compression.expand(compressed, length)).isEqualTo(Samples.OBSERVATION);
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> compression.expand(compressed, length - 1));
  }

  @Test
  void manyThreadsDoNotMixTheirStreams() {
    List<Integer> lengths = IntStream.range(1, 2_000).boxed().toList();

    assertThat(lengths.parallelStream().allMatch(this::survives)).isTrue();
  }

  private boolean survives(int length) {
    byte[] plain = Samples.utf8((length + " ").repeat(length));
    try {
      byte[] compressed = compression.compress(plain).orElse(plain);
      return compressed.length == plain.length
          || Arrays.equals(plain, compression.expand(compressed, plain.length));
    } catch (DataFormatException e) {
      return false;
    }
  }
}
