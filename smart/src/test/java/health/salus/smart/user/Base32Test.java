package health.salus.smart.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of RFC 4648 section 10, without their padding. */
class Base32Test {

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "f,MY",
    "fo,MZXQ",
    "foo,MZXW6",
    "foob,MZXW6YQ",
    "fooba,MZXW6YTB",
    "foobar,MZXW6YTBOI"
  })
  void vectorsOfTheStandard(String text, String encoded) {
    assertThat(Base32.encode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(encoded);
  }
}
