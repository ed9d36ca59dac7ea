package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HkdfTest {
  private static final HexFormat HEX = HexFormat.of();

  /** The SHA-256 cases of RFC 5869, appendix A. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # salt                    , key                                         , info                , output
          000102030405060708090a0b0c, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, f0f1f2f3f4f5f6f7f8f9, 3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865
          ''                        , 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, ''                  , 8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8
          """)
  void givesWhatTheStandardSays(String salt, String key, String info, String output) {
    for (String provider : new String[] {"jdk", "bouncy-castle"}) {
      Hkdf hkdf = new Hkdf(CryptoProvider.named(provider));

      SecretKey extracted = hkdf.extract(HEX.parseHex(salt), HEX.parseHex(key));

      assertThat(HEX.formatHex(hkdf.expand(extracted, HEX.parseHex(info), output.length() / 2)))
          .isEqualTo(output);
    }
  }

  /** Case A.2, whose inputs are runs of consecutive bytes. */
  @Test
  void givesWhatTheStandardSaysForLongInputs() {
    Hkdf hkdf = new Hkdf(CryptoProvider.jdk());

    SecretKey extracted = hkdf.extract(run(0x60, 0xaf), run(0x00, 0x4f));

    assertThat(HEX.formatHex(hkdf.expand(extracted, run(0xb0, 0xff), 82)))
        .isEqualTo(
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                + "cc30c58179ec3e87c14c01d5c1f3434f1d87");
  }

  @Test
  void askingForTooMuchIsRefused() {
    Hkdf hkdf = new Hkdf(CryptoProvider.jdk());
    SecretKey key = hkdf.extract(new byte[0], new byte[32]);

    assertThat(hkdf.expand(key, new byte[0], 255 * 32)).hasSize(8160);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hkdf.expand(key, new byte[0], 255 * 32 + 1));
  }

  private static byte[] run(int from, int to) {
    byte[] bytes = new byte[to - from + 1];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }
}
