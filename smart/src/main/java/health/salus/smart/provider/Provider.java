package health.salus.smart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import health.salus.smart.oauth.Parameters;
import health.salus.smart.oauth.Urls;
import health.salus.smart.seal.Secrets;
import health.salus.smart.user.NewUser;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The login at an OpenID Connect provider: authorization code flow with PKCE, state and nonce.
 * Thread-safe.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html">OpenID Connect Core</a>
 */
public final class Provider {
  /** The path to which the provider redirects the user. */
  public static final String CALLBACK = "/oauth/provider/callback";

  private final ProviderSettings settings;
  private final ProviderHttp http;
  private final ProviderDocuments documents;
  private final ProviderJwts jwts;
  private final Urls urls;

  public Provider(ProviderSettings settings, Urls urls, Clock clock) {
    this.settings = settings;
    this.http = new ProviderHttp();
    this.documents = new ProviderDocuments(settings.issuer(), http, clock);
    this.jwts = new ProviderJwts(settings.issuer(), documents, clock);
    this.urls = urls;
  }

  public String name() {
    return settings.name();
  }

  public String issuer() {
    return settings.issuer();
  }

  /** The secrets of a started login, known to this server and the browser only. */
  public record Attempt(String state, String nonce, String verifier) {
    public static Attempt random() {
      return new Attempt(Secrets.random(), Secrets.random(), Secrets.random());
    }
  }

  /** The provider's address for the login. */
  public String loginUrl(Attempt attempt) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", settings.clientId());
    query.put("redirect_uri", urls.at(CALLBACK));
    query.put("scope", "openid profile");
    query.put("state", attempt.state());
    query.put("nonce", attempt.nonce());
    query.put("code_challenge", Secrets.fingerprint(attempt.verifier()));
    query.put("code_challenge_method", "S256");
    String endpoint = documents.endpoint("authorization_endpoint");
    return endpoint + (endpoint.contains("?") ? "&" : "?") + form(query);
  }

  /**
   * The user who returned with this code; empty if it belongs to another login or to an unknown
   * user.
   *
   * @throws ProviderException if the provider does not answer as it should
   */
  public Optional<NewUser> user(Attempt attempt, String code) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("grant_type", "authorization_code");
    query.put("code", code);
    query.put("redirect_uri", urls.at(CALLBACK));
    query.put("code_verifier", attempt.verifier());
    query.put("client_id", settings.clientId());
    JsonNode tokens = http.post(documents.endpoint("token_endpoint"), form(query), basic(settings));
    return jwts.claims(tokens.path("id_token").asText(), settings.clientId())
        .filter(claims -> attempt.nonce().equals(claims.getClaim("nonce")))
        .map(JWTClaimsSet::getClaims)
        .flatMap(claims -> ProviderUser.of(claims, settings, urls.fhirBase()));
  }

  static Map<String, String> basic(ProviderSettings settings) {
    return settings
        .clientSecret()
        .map(secret -> Parameters.encode(settings.clientId()) + ":" + Parameters.encode(secret))
        .map(pair -> Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
        .map(encoded -> Map.of("Authorization", "Basic " + encoded))
        .orElse(Map.of());
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + Parameters.encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }
}
