package health.salus.smart.provider;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import health.salus.smart.oauth.Urls;
import health.salus.smart.seal.Secrets;
import health.salus.smart.token.AccessToken;
import health.salus.smart.token.TokenVerifier;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies access tokens of the provider: JWTs by their signature, or any token by introspection
 * (RFC 7662). While the provider cannot be reached, no token is valid. Thread-safe.
 */
public final class ExternalTokens implements TokenVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(ExternalTokens.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_LENGTH = 16 * 1024;

  private final ProviderSettings settings;
  private final ProviderHttp http;
  private final ProviderDocuments documents;
  private final ProviderJwts jwts;
  private final ExternalClaims claims;
  private final Urls urls;
  private final Clock clock;

  public ExternalTokens(ProviderSettings settings, Urls urls, Clock clock) {
    this.settings = settings;
    this.http = new ProviderHttp();
    this.documents = new ProviderDocuments(settings.issuer(), http, clock);
    this.jwts = new ProviderJwts(settings.issuer(), documents, clock);
    this.claims = new ExternalClaims(settings);
    this.urls = urls;
    this.clock = clock;
  }

  @Override
  public Optional<AccessToken> verify(String token) {
    if (token.isEmpty() || token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      Optional<Map<String, Object>> said = settings.introspection() ? asked(token) : signed(token);
      return said.flatMap(all -> claims.token(Secrets.fingerprint(token), all, urls.fhirBase()))
          .filter(found -> found.expires().isAfter(clock.instant()));
    } catch (ProviderException e) {
      LOG.warn("A token cannot be checked: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** An endpoint of the provider, for this server's own discovery document. */
  public String endpoint(String name) {
    return documents.endpoint(name);
  }

  private Optional<Map<String, Object>> signed(String token) {
    return jwts.claims(token, audience()).map(JWTClaimsSet::getClaims);
  }

  private Optional<Map<String, Object>> asked(String token) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("token", token);
    form.put("client_id", settings.clientId());
    JsonNode answer =
        http.post(
            documents.endpoint("introspection_endpoint"),
            Provider.form(form),
            Provider.basic(settings));
    boolean good = answer.path("active").asBoolean(false) && meant(answer.path("aud"));
    return good
        ? Optional.of(JSON.convertValue(answer, new TypeReference<Map<String, Object>>() {}))
        : Optional.empty();
  }

  /**
   * Whether the token is for this server's audience; a token for another audience is refused, even
   * if active.
   */
  private boolean meant(JsonNode audience) {
    if (audience.isTextual()) {
      return audience.asText().equals(audience());
    }
    for (JsonNode each : audience) {
      if (each.asText().equals(audience())) {
        return true;
      }
    }
    return false;
  }

  private String audience() {
    return settings.audience().orElseGet(urls::fhirBase);
  }
}
