package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import health.salus.server.TestServer;
import health.salus.smart.client.Client;
import health.salus.smart.client.ClientAuthentication;
import health.salus.smart.client.GrantType;
import health.salus.smart.scope.ScopeSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client whose keys are at its own URL. */
class KeySetUrlIT {
  private static final TestServer SERVER = TestServer.shared();
  private static final TestKeys KEYS = new TestKeys();
  private static HttpServer web;

  @BeforeAll
  static void start() throws IOException {
    byte[] keys = new JWKSet(KEYS.rsa.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/jwks",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    web.start();
  }

  @AfterAll
  static void stop() {
    web.stop(0);
  }

  @Test
  void theKeysAreReadFromTheRegisteredUrl() {
    String url = "http://127.0.0.1:" + web.getAddress().getPort() + "/jwks";
    save("cast-by-url", url);

    assertThat(token("cast-by-url", null).statusCode()).isEqualTo(200);
    assertThat(token("cast-by-url", url).statusCode()).as("jku as registered").isEqualTo(200);
    assertThat(token("cast-by-url", url + "?x").statusCode()).isEqualTo(401);
  }

  @Test
  void aUrlThatLeadsInsideIsNotCalled() {
    save("cast-inside", "https://10.255.255.1/jwks");

    assertThat(token("cast-inside", null).statusCode()).isEqualTo(401);
  }

  private static void save(String id, String url) {
    SERVER
        .authorizationServer()
        .clients()
        .save(
            new Client(
                id,
                "By URL",
                ClientAuthentication.KEY,
                Optional.empty(),
                Optional.of(url),
                List.of(),
                Optional.empty(),
                Set.of(GrantType.CLIENT_CREDENTIALS),
                ScopeSet.parse("system/Patient.rs"),
                "RS256",
                true,
                false,
                false,
                true));
  }

  private static HttpResponse<String> token(String id, String keySetUrl) {
    TestAssertion assertion = new TestAssertion(KEYS.rsa, id);
    assertion.keySetUrl = keySetUrl;
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("scope", "system/Patient.rs");
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", assertion.sign(SERVER.root() + "/oauth/token"));
    return SmartApp.post(SERVER, "/oauth/token", form);
  }
}
