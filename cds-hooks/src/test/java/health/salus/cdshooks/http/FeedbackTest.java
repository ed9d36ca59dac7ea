package health.salus.cdshooks.http;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.cdshooks.card.Coding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackTest {
  private final RiskEndpoint endpoint = new RiskEndpoint();

  @Test
  void acceptedSuggestionIsKept() {
    HttpAnswer answer =
        send(
            """
            {"card":"c1","outcome":"accepted","acceptedSuggestions":[{"id":"s1"}],
             "outcomeTimestamp":"2026-11-01T12:00:00.5+02:00"}""");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(endpoint.feedback.get(0).acceptedSuggestions()).isEqualTo(List.of("s1"));
    assertThat(endpoint.feedback.get(0).outcomeTimestamp())
        .isEqualTo(Instant.parse("2026-11-01T10:00:00.5Z"));
    assertThat(endpoint.feedback.get(0).serviceId()).isEqualTo("salus-risk");
  }

  @ParameterizedTest
  @ValueSource(strings = {"overrideReason", "overrideReasons"})
  void reasonIsKeptUnderBothNames(String name) {
    send(
        """
        {"card":"c1","outcome":"overridden","outcomeTimestamp":"2026-11-01T12:00:00Z",
         "%s":{"reason":{"code":"a","system":"http://b"},"userComment":"no"}}"""
            .formatted(name));

    assertThat(endpoint.feedback.get(0).reason()).contains(new Coding("http://b", "a", ""));
    assertThat(endpoint.feedback.get(0).userComment()).contains("no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",\"overrideReason\":{}", ",\"overrideReason\":{\"userComment\":\"x\"}"})
  void overriddenWithoutReasonIsValid(String more) {
    HttpAnswer answer =
        send(
            "{\"card\":\"c\",\"outcome\":\"overridden\",\"outcomeTimestamp\":\"2026-11-01T12:00:00Z\""
                + more
                + "}");

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "{\"outcome\":\"overridden\",\"outcomeTimestamp\":\"2026-11-01T12:00:00Z\"}",
        "{\"card\":\"c\",\"outcome\":\"ignored\",\"outcomeTimestamp\":\"2026-11-01T12:00:00Z\"}",
        "{\"card\":\"c\",\"outcome\":\"accepted\",\"outcomeTimestamp\":\"2026-11-01T12:00:00Z\"}",
        "{\"card\":\"c\",\"outcome\":\"overridden\"}",
        "{\"card\":\"c\",\"outcome\":\"overridden\",\"outcomeTimestamp\":\"2026-11-01\"}"
      })
  void invalidEntryIsRefusedAndNothingIsKept(String entry) {
    assertThat(send(entry).status()).isEqualTo(400);
    assertThat(endpoint.feedback).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"feedback\":{}}"})
  void bodyMustBeAnObjectWithAnArray(String body) {
    assertThat(endpoint.send("POST", "/salus-risk/feedback", body).status()).isEqualTo(400);
  }

  private HttpAnswer send(String entry) {
    return endpoint.send("POST", "/salus-risk/feedback", "{\"feedback\":[" + entry + "]}");
  }
}
