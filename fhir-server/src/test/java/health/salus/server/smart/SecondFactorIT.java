package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import health.salus.smart.user.Role;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** TOTP as a second factor (RFC 6238). */
class SecondFactorIT {
  private static final Cast CAST = Cast.made();
  private static final String USER = "cast-factor";

  @Test
  void thePasswordAloneIsNotEnoughAndACodeIsGoodOnce() throws Exception {
    CAST.user(USER, Optional.empty(), Role.PRIVACY);
    String secret = CAST.server.authorizationServer().users().requireSecondFactor(USER);
    TestBrowser browser = new TestBrowser(CAST.server);

    HttpResponse<String> without = browser.signIn(browser.get("/oauth/login"), USER);
    assertThat(without.body()).contains("is wrong").contains("name=\"code\"");

    String code =
        new TimeBasedOneTimePasswordGenerator()
            .generateOneTimePasswordString(
                new SecretKeySpec(decode(secret), "HmacSHA1"), Instant.now());
    assertThat(signIn(browser, code).body()).contains("Signed in as");

    TestBrowser second = new TestBrowser(CAST.server);
    assertThat(signIn(second, code).body()).as("a code that was used").contains("is wrong");
    assertThat(signIn(second, "000000").body()).contains("is wrong");
  }

  private static HttpResponse<String> signIn(TestBrowser browser, String code) {
    return browser.submit(
        browser.get("/oauth/login"),
        Map.of("username", USER, "password", Cast.PASSWORD, "code", code));
  }

  private static byte[] decode(String base32) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    byte[] bytes = new byte[base32.length() * 5 / 8];
    for (int i = 0; i < bytes.length * 8; i++) {
      int value = alphabet.indexOf(base32.charAt(i / 5));
      int bit = (value >> (4 - i % 5)) & 1;
      bytes[i / 8] |= (byte) (bit << (7 - i % 8));
    }
    return bytes;
  }
}
