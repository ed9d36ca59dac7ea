package health.salus.cdshooks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What stands in examples/cds-hooks works. */
class ExampleRequestsTest {
  private static final Path EXAMPLES = Path.of("..", "examples", "cds-hooks");

  private final RiskEndpoint endpoint = new RiskEndpoint();

  @Test
  void callWithoutPrefetchReadsOwnData() throws Exception {
    HttpAnswer answer = send("/salus-risk", "patient-view.json");

    CardLinter.lintCards(RiskEndpoint.json(answer));
    assertThat(endpoint.queries).hasSize(2);
  }

  @Test
  void callWithPrefetchIsScoredFromPrefetchAlone() throws Exception {
    HttpAnswer answer = send("/salus-risk", "patient-view-prefetch.json");

    CardLinter.lintCards(RiskEndpoint.json(answer));
    assertThat(endpoint.queries).isEmpty();
    assertThat(endpoint.scored).hasSize(9);
  }

  @Test
  void feedbackIsKept() throws Exception {
    send("/salus-risk/feedback", "feedback.json");

    assertThat(endpoint.feedback).hasSize(1);
  }

  private HttpAnswer send(String path, String file) throws Exception {
    HttpAnswer answer = endpoint.send("POST", path, Files.readString(EXAMPLES.resolve(file)));
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }
}
