package health.salus.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import health.salus.server.demo.DemoAccess;
import health.salus.server.demo.DemoUser;
import health.salus.storage.hapi.MachineKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Access tokens of a server on this machine, for tests: by the keys in its data folder. */
public record TestTokens(int port, Path data) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /**
   * A token of a user, asked for with the key of this machine's administrator (RFC 7523, 2.1).
   *
   * @param patient in context; for a user of the demo, empty takes the user's own
   * @param scope for a user of the demo, empty takes the usual scope
   */
  public String forUser(String user, Optional<String> patient, Optional<String> scope) {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("sub", user);
    patient.or(() -> ownPatient(user)).ifPresent(id -> claims.put("patient", id));
    return token(
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion",
            assertion(MachineKey.read(data).key(), MachineKey.CLIENT, claims),
            "scope",
            scope.or(() -> DemoUser.of(user).map(DemoUser::usualScope)).orElseThrow()));
  }

  private Optional<String> ownPatient(String user) {
    return DemoAccess.read(data)
        .map(access -> access.users().get(user))
        .map(DemoAccess.Person::patient);
  }

  /** A token that may do everything. */
  public String forAdministrator() {
    return forUser("admin", Optional.empty(), Optional.of("user/*.cruds"));
  }

  /** A token of a backend service of the demo, which must have been seeded. */
  public String forClient(String client, Optional<String> scope) {
    try {
      String key = String.valueOf(DemoAccess.read(data).orElseThrow().client(client).jwk());
      return token(
          Map.of(
              "grant_type",
              "client_credentials",
              "client_assertion_type",
              "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
              "client_assertion",
              assertion(ECKey.parse(key), client, Map.of("sub", client)),
              "scope",
              scope.orElseThrow()));
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private String assertion(ECKey key, String issuer, Map<String, String> claims) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder set =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience("http://localhost:%d/oauth/token".formatted(port))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .jwtID(UUID.randomUUID().toString());
    claims.forEach(set::claim);
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES384)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build(),
            set.build());
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
    return jwt.serialize();
  }

  private String token(Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:%d/oauth/token".formatted(port)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("The server gave no token: " + response.body());
      }
      return MAPPER.readTree(response.body()).path("access_token").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
