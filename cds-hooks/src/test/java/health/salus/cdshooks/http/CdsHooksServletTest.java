package health.salus.cdshooks.http;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CdsHooksServletTest {
  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private boolean broken;

  @BeforeEach
  void start() throws Exception {
    CdsHooksServlet servlet =
        new CdsHooksServlet(
            List.of(),
            feedback -> {},
            FhirContext.forR4Cached(),
            request -> {
              if (broken) {
                throw new IllegalStateException("Mrs Secret");
              }
              return (patientId, queries) -> Optional.empty();
            });
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(servlet), "/cds-services/*");
    server.setHandler(context);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void discoveryIsJson() throws Exception {
    HttpResponse<String> response = send("GET", "/cds-services", 0);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"services\":[]}");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Test
  void wrongMethodIsToldTheRightOne() throws Exception {
    HttpResponse<String> response = send("PUT", "/cds-services", 0);

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET");
  }

  @Test
  void bodyThatIsTooLargeIsRefused() throws Exception {
    assertThat(send("POST", "/cds-services/x", 10 * 1024 * 1024 + 1).statusCode()).isEqualTo(413);
    assertThat(send("POST", "/cds-services/x", 10 * 1024 * 1024).statusCode()).isEqualTo(404);
  }

  @Test
  void bugLeavesNoTraceInTheAnswer() throws Exception {
    broken = true;

    HttpResponse<String> response = send("POST", "/cds-services/x", 1);

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("OperationOutcome").doesNotContain("Secret", "Exception");
  }

  private HttpResponse<String> send(String method, String path, int bodySize) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getURI().getPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(new byte[bodySize]))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
