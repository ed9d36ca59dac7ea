package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * AES-GCM against all vectors of Wycheproof, a project of Google under Apache-2.0: its file
 * aes_gcm_test.json of generator version 0.8r12, as Debian's source package of Android's BoringSSL
 * 13.0.0+r24 has it. The table holds its values in columns of our own.
 */
class WycheproofTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int HEADER_LINES = 2;

  /** Key, nonce, associated data, plain text, and the ciphertext with its tag. */
  @SuppressWarnings("ArrayRecordComponent") // compared as bytes by the test, never as records
  private record Vector(
      SecretKey key, byte[] nonce, byte[] associated, byte[] plain, byte[] sealed) {
    static Vector of(String[] cells) {
      return new Vector(
          new SecretKeySpec(HEX.parseHex(cells[2]), "AES"),
          HEX.parseHex(cells[3]),
          HEX.parseHex(cells[4]),
          HEX.parseHex(cells[5]),
          HEX.parseHex(cells[6] + cells[7]));
    }

    byte[] open(AesGcm aesGcm) throws GeneralSecurityException {
      return aesGcm.open(key, nonce, associated, sealed, 0);
    }

    byte[] seal(AesGcm aesGcm) throws GeneralSecurityException {
      byte[] made = new byte[plain.length + AesGcm.TAG_BYTES];
      aesGcm.seal(key, nonce, associated, ByteBuffer.wrap(plain), ByteBuffer.wrap(made));
      return made;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdk", "bouncy-castle"})
  void everyVectorIsSealedOpenedOrRefusedAsItSays(String provider) throws Exception {
    AesGcm aesGcm = new AesGcm(CryptoProvider.named(provider));
    Map<String, Integer> run = new TreeMap<>();

    for (String line : lines()) {
      String[] cells = line.split(",", -1);
      check(aesGcm, cells[8], cells[0], Vector.of(cells));
      run.merge(cells[8], 1, Integer::sum);
    }

    assertThat(run).isEqualTo(Map.of("valid", 139, "acceptable", 30, "invalid", 87));
  }

  private static void check(AesGcm aesGcm, String result, String number, Vector vector)
      throws GeneralSecurityException {
    switch (result) {
      case "valid" -> {
        assertThat(vector.seal(aesGcm)).as(number).isEqualTo(vector.sealed());
        assertThat(vector.open(aesGcm)).as(number).isEqualTo(vector.plain());
      }
      case "invalid" ->
          assertThatExceptionOfType(GeneralSecurityException.class)
              .as(number)
              .isThrownBy(() -> vector.open(aesGcm));
      default -> checkShortNonce(aesGcm, number, vector);
    }
  }

  /** A provider may refuse a nonce of less than 96 bits; if it takes one, the result is right. */
  private static void checkShortNonce(AesGcm aesGcm, String number, Vector vector) {
    try {
      assertThat(vector.seal(aesGcm)).as(number).isEqualTo(vector.sealed());
      assertThat(vector.open(aesGcm)).as(number).isEqualTo(vector.plain());
    } catch (GeneralSecurityException e) {
      assertThat(vector.nonce()).as(number).hasSizeLessThan(AesGcm.NONCE_BYTES);
    }
  }

  private static List<String> lines() throws IOException {
    try (InputStream table =
        Objects.requireNonNull(
            WycheproofTest.class.getResourceAsStream("wycheproof-aes-gcm.csv"))) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(HEADER_LINES)
          .toList();
    }
  }
}
