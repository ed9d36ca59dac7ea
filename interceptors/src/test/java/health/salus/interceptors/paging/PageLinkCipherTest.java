package health.salus.interceptors.paging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageLinkCipherTest {
  private static final String QUERY = "family=Smith&_offset=20";

  private final PageLinkCipher cipher = new PageLinkCipher("0123456789abcdef".repeat(4));

  @Test
  void linkOpensForItsCallerAndPath() {
    String token = cipher.seal(QUERY, "/fhir/Patient", "alice");

    assertThat(token).doesNotContain("Smith");
    assertThat(cipher.open(token, "/fhir/Patient", "alice")).contains(QUERY);
  }

  @Test
  void linkDoesNotOpenForAnotherCallerOrPath() {
    String token = cipher.seal(QUERY, "/fhir/Patient", "alice");

    assertThat(cipher.open(token, "/fhir/Patient", "bob")).isEmpty();
    assertThat(cipher.open(token, "/fhir/Observation", "alice")).isEmpty();
  }

  @Test
  void alteredOrInventedLinkDoesNotOpen() {
    String token = cipher.seal(QUERY, "/fhir/Patient", "alice");
    String altered = (token.charAt(20) == 'A' ? "B" : "A") + token.substring(1);

    assertThat(cipher.open(altered, "/fhir/Patient", "alice")).isEmpty();
    assertThat(cipher.open("", "/fhir/Patient", "alice")).isEmpty();
    assertThat(cipher.open("not base64 !", "/fhir/Patient", "alice")).isEmpty();
    assertThat(cipher.open("AAAA", "/fhir/Patient", "alice")).isEmpty();
  }

  @Test
  void sameQueryGivesAnotherLinkEachTime() {
    assertThat(cipher.seal(QUERY, "/fhir/Patient", "alice"))
        .isNotEqualTo(cipher.seal(QUERY, "/fhir/Patient", "alice"));
  }
}
