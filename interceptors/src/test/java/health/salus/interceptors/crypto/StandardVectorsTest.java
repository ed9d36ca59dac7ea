package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Both providers against the values of the standards. HKDF has its own test. */
class StandardVectorsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String REFUSED = "FAIL";
  private static final List<CryptoProvider> PROVIDERS =
      List.of(CryptoProvider.jdk(), CryptoProvider.named("bouncy-castle"));

  /**
   * Of the AES-256-GCM vectors of NIST's validation program with our nonce and tag: the first of
   * each length of plain text and associated data, to encrypt, to decrypt and to refuse.
   */
  @ParameterizedTest
  @CsvFileSource(resources = "nist-aes-256-gcm.csv", numLinesToSkip = 1, quoteCharacter = '\'')
  void aesGcmOpensSealsAndRefuses(
      String key, String nonce, String associated, String plain, String sealed) throws Exception {
    SecretKey secret = new SecretKeySpec(HEX.parseHex(key), "AES");
    for (CryptoProvider provider : PROVIDERS) {
      AesGcm aesGcm = new AesGcm(provider);
      if (plain.equals(REFUSED)) {
        assertThatExceptionOfType(AEADBadTagException.class)
            .isThrownBy(() -> open(aesGcm, secret, nonce, associated, sealed));
      } else {
        assertThat(open(aesGcm, secret, nonce, associated, sealed)).isEqualTo(plain);
        aesGcm.forgetKeys(); // Bouncy Castle seals with no nonce that it has just opened with
        assertThat(seal(aesGcm, secret, nonce, associated, plain)).isEqualTo(sealed);
      }
    }
  }

  /** Test cases 1, 2, 3, 4 and 6 of RFC 4231. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0b, 20, 4869205468657265, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7
          4a656665, 1, 7768617420646f2079612077616e7420666f72206e6f7468696e673f, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843
          aa, 20, dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd, 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe
          0102030405060708090a0b0c0d0e0f10111213141516171819, 1, cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd, 82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b
          aa, 131, 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374, 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54
          """)
  void hmacGivesWhatTheStandardSays(String key, int times, String message, String output) {
    SecretKey secret = new SecretKeySpec(HEX.parseHex(key.repeat(times)), Hkdf.HMAC);
    for (CryptoProvider provider : PROVIDERS) {
      byte[] hash = new Hkdf(provider).mac(secret).doFinal(HEX.parseHex(message));

      assertThat(HEX.formatHex(hash)).isEqualTo(output);
    }
  }

  private static String open(
      AesGcm aesGcm, SecretKey key, String nonce, String associated, String sealed)
      throws Exception {
    return HEX.formatHex(
        aesGcm.open(key, HEX.parseHex(nonce), HEX.parseHex(associated), HEX.parseHex(sealed), 0));
  }

  private static String seal(
      AesGcm aesGcm, SecretKey key, String nonce, String associated, String plain)
      throws Exception {
    byte[] bytes = HEX.parseHex(plain);
    byte[] sealed = new byte[bytes.length + AesGcm.TAG_BYTES];
    aesGcm.seal(
        key,
        HEX.parseHex(nonce),
        HEX.parseHex(associated),
        ByteBuffer.wrap(bytes),
        ByteBuffer.wrap(sealed));
    return HEX.formatHex(sealed);
  }
}
