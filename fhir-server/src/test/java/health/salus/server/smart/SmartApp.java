package health.salus.server.smart;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An app that does what SMART asks of apps. */
record SmartApp(TestServer server, String clientId, Optional<String> secret) {
  static final String VERIFIER = "verifier-verifier-verifier-verifier-verifier-42";
  static final String STATE = "st/ate +&=%20é";

  /** The parameters of a good authorization request. */
  Map<String, String> request(String scope) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("response_type", "code");
    parameters.put("client_id", clientId);
    parameters.put("redirect_uri", Cast.REDIRECT);
    parameters.put("scope", scope);
    parameters.put("state", STATE);
    parameters.put("aud", server.base());
    parameters.put("code_challenge", challenge(VERIFIER));
    parameters.put("code_challenge_method", "S256");
    return parameters;
  }

  static String authorizePath(Map<String, String> parameters) {
    return "/oauth/authorize?" + form(parameters);
  }

  /** A code: signs in, picks the patient if asked, and allows everything. */
  String code(TestBrowser browser, String username, String scope, String patientId) {
    HttpResponse<String> page = browser.get(authorizePath(request(scope)));
    return code(browser, page, username, patientId);
  }

  static String code(
      TestBrowser browser, HttpResponse<String> first, String username, String patientId) {
    Map<String, String> answer =
        TestBrowser.query(allow(browser, untilConsent(browser, first, username, patientId)));
    return Optional.ofNullable(answer.get("code"))
        .orElseThrow(() -> new AssertionError(answer.toString()));
  }

  /** The consent page. */
  static HttpResponse<String> untilConsent(
      TestBrowser browser, HttpResponse<String> first, String username, String patientId) {
    HttpResponse<String> page = first;
    if (page.body().contains("name=\"password\"")) {
      page = browser.signIn(page, username);
    }
    if (page.body().contains("action=\"/oauth/patient\"")) {
      page = browser.submit(page, Map.of("patient", patientId));
    }
    return page;
  }

  static HttpResponse<String> allow(TestBrowser browser, HttpResponse<String> consent) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("decision", "allow");
    java.util.regex.Matcher ticks =
        java.util.regex.Pattern.compile("name=\"scope\" value=\"([^\"]*)\"")
            .matcher(consent.body());
    StringBuilder body = new StringBuilder(form(TestBrowser.hidden(consent)));
    while (ticks.find()) {
      body.append("&scope=").append(encode(ticks.group(1).replace("&amp;", "&")));
    }
    body.append("&").append(form(fields));
    return browser.postRaw("/oauth/consent", body.toString());
  }

  HttpResponse<String> exchange(String code) {
    return token(
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            Cast.REDIRECT,
            "code_verifier",
            VERIFIER));
  }

  HttpResponse<String> refresh(String refreshToken) {
    return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
  }

  /** A token request with this client's authentication. */
  HttpResponse<String> token(Map<String, String> fields, String... headers) {
    return send("/oauth/token", fields, headers);
  }

  HttpResponse<String> send(String path, Map<String, String> fields, String... headers) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.putIfAbsent("client_id", clientId);
    secret.ifPresent(value -> all.putIfAbsent("client_secret", value));
    return post(server, path, all, headers);
  }

  static HttpResponse<String> post(
      TestServer server, String path, Map<String, String> fields, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    if (!all.contains("Authorization")) {
      all.addAll(List.of("Authorization", TestServer.NO_TOKEN));
    }
    all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
    return server.send("POST", path, form(fields), all.toArray(String[]::new));
  }

  /** The whole token response of a launch. */
  JsonNode tokens(String username, String scope, String patientId) {
    return TestServer.json(exchange(code(new TestBrowser(server), username, scope, patientId)));
  }

  HttpResponse<String> introspect(String token) {
    return send("/oauth/introspect", Map.of("token", token));
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
