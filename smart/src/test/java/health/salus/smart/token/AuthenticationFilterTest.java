package health.salus.smart.token;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.smart.grant.LaunchContext;
import health.salus.smart.scope.ScopeSet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

class AuthenticationFilterTest {
  private final Map<String, Object> attributes = new HashMap<>();
  private final Map<String, String> answerHeaders = new HashMap<>();
  private int status = 200;
  private boolean passed;

  @Test
  void withoutATokenOnlyPublicPathsAndPreflightsPass() throws Exception {
    assertThat(passes("GET", "/fhir/Patient", null, Optional.empty())).isFalse();
    assertThat(status).isEqualTo(401);
    assertThat(answerHeaders.get("WWW-Authenticate")).isEqualTo("Bearer realm=\"fhir\"");
    assertThat(passes("GET", "/oauth/login", null, Optional.empty())).isTrue();
    assertThat(passes("GET", "/oauthx", null, Optional.empty())).isFalse();
    assertThat(passes("GET", "/health", null, Optional.empty())).isTrue();
    assertThat(passes("GET", "/health/x", null, Optional.empty())).isFalse();
    assertThat(passes("OPTIONS", "/fhir/Patient", null, Optional.empty())).isTrue();
  }

  @Test
  void aGoodTokenBecomesTheAttribute() throws Exception {
    assertThat(passes("GET", "/fhir/Patient", "Bearer good", Optional.empty())).isTrue();
    assertThat(attributes.get(AccessToken.ATTRIBUTE)).isInstanceOf(AccessToken.class);
  }

  @Test
  void anAttributeFromElsewhereIsNotBelieved() throws Exception {
    attributes.put(AccessToken.ATTRIBUTE, token(TokenBinding.NONE));

    passes("GET", "/oauth/login", null, Optional.empty());

    assertThat(attributes).doesNotContainKey(AccessToken.ATTRIBUTE);
  }

  @Test
  void anonymousCallersAreServedOnlyIfTheyAreAllowed() throws Exception {
    Optional<AccessToken> anonymous = Optional.of(token(TokenBinding.NONE));

    assertThat(passes("GET", "/fhir/Patient", null, anonymous)).isTrue();
    assertThat(attributes.get(AccessToken.ATTRIBUTE)).isSameAs(anonymous.get());
    assertThat(passes("GET", "/fhir/Patient", "Bearer bad", anonymous)).isFalse();
    assertThat(passes("GET", "/fhir/Patient", "Basic eDp5", anonymous)).isFalse();
  }

  @Test
  void aTokenBoundToACertificateNeedsThatCertificate() throws Exception {
    X509Certificate own = certificate(1);
    attributes.put("jakarta.servlet.request.X509Certificate", new X509Certificate[] {own});
    String thumbprint = Certificates.thumbprint(request("GET", "/", null)).orElseThrow();
    bound = new TokenBinding(Optional.empty(), Optional.of(thumbprint));

    assertThat(passes("GET", "/fhir/Patient", "Bearer good", Optional.empty())).isTrue();
    attributes.put(
        "jakarta.servlet.request.X509Certificate", new X509Certificate[] {certificate(2)});
    assertThat(passes("GET", "/fhir/Patient", "Bearer good", Optional.empty())).isFalse();
    attributes.remove("jakarta.servlet.request.X509Certificate");
    assertThat(passes("GET", "/fhir/Patient", "Bearer good", Optional.empty())).isFalse();
    assertThat(answerHeaders.get("WWW-Authenticate")).contains("invalid_token");
  }

  private TokenBinding bound = TokenBinding.NONE;

  private boolean passes(
      String method, String path, String authorization, Optional<AccessToken> anonymous)
      throws Exception {
    passed = false;
    AuthenticationFilter filter =
        new AuthenticationFilter(
            sent -> sent.equals("good") ? Optional.of(token(bound)) : Optional.empty(),
            new DpopProofs(null, Clock.systemUTC()),
            AuthenticationFilter.paths(List.of("/oauth/", "/health")),
            anonymous,
            request -> "http://localhost" + path,
            (request, response) -> {});
    filter.doFilter(
        request(method, path, authorization), response(), (request, response) -> passed = true);
    return passed;
  }

  private HttpServletRequest request(String method, String path, String authorization) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getMethod" -> method;
                  case "getServletPath" -> path;
                  case "getHeader" -> arguments[0].equals("Authorization") ? authorization : null;
                  case "getHeaders" -> Collections.emptyEnumeration();
                  case "getAttribute" -> attributes.get((String) arguments[0]);
                  case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                  case "removeAttribute" -> attributes.remove((String) arguments[0]);
                  default -> null;
                });
  }

  private HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, called, arguments) -> {
              switch (called.getName()) {
                case "setStatus" -> status = (int) arguments[0];
                case "addHeader", "setHeader" ->
                    answerHeaders.put((String) arguments[0], (String) arguments[1]);
                default -> {}
              }
              return null;
            });
  }

  private static AccessToken token(TokenBinding binding) {
    return new AccessToken(
        "id",
        "g",
        "c",
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Set.of(),
        ScopeSet.EMPTY,
        LaunchContext.NONE,
        Instant.EPOCH,
        Instant.MAX,
        binding);
  }

  /** One of the certificates that every Java trusts. */
  private static X509Certificate certificate(int index) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init((KeyStore) null);
    return ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers()[index];
  }
}
