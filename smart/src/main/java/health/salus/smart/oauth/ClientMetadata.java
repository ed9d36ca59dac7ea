package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import health.salus.smart.client.Client;
import health.salus.smart.client.ClientAuthentication;
import health.salus.smart.client.GrantType;
import health.salus.smart.scope.ScopeException;
import health.salus.smart.scope.ScopeSet;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checked metadata of a registration. Members that a stranger may not set are not read.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">RFC 7591 section 2</a>
 */
final class ClientMetadata {
  private static final int MAX_TEXT = 500;
  private static final int MAX_URLS = 10;
  private static final String EVERYTHING =
      "launch launch/patient launch/encounter openid fhirUser profile offline_access online_access"
          + " patient/*.cruds user/*.cruds";

  private final JsonNode json;

  ClientMetadata(JsonNode json) {
    this.json = json;
  }

  /** The described client, not yet approved. */
  Client client(String id) {
    ClientAuthentication authentication = authentication();
    Set<GrantType> grantTypes = grantTypes(authentication);
    List<String> redirectUrls = redirectUrls();
    if (grantTypes.contains(GrantType.AUTHORIZATION_CODE) == redirectUrls.isEmpty()) {
      throw refused("redirect_uris belong to authorization_code, and to nothing else");
    }
    if (json.hasNonNull("jwks") && json.hasNonNull("jwks_uri")) {
      throw refused("either jwks or jwks_uri");
    }
    try {
      return new Client(
          id,
          text("client_name").orElse("Unnamed app"),
          authentication,
          jwks(),
          text("jwks_uri").map(RedirectUrls::acceptedKeySet),
          redirectUrls,
          text("initiate_login_uri").map(RedirectUrls::accepted),
          grantTypes,
          scopes(),
          idTokenAlgorithm(),
          false,
          false,
          json.path("tls_client_certificate_bound_access_tokens").asBoolean(false),
          true);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private ClientAuthentication authentication() {
    return switch (text("token_endpoint_auth_method").orElse("client_secret_basic")) {
      case "none" -> ClientAuthentication.NONE;
      case "client_secret_basic", "client_secret_post" -> ClientAuthentication.SECRET;
      case "private_key_jwt" -> ClientAuthentication.KEY;
      default -> throw refused("this token_endpoint_auth_method is not offered");
    };
  }

  private Set<GrantType> grantTypes(ClientAuthentication authentication) {
    Set<GrantType> types = new LinkedHashSet<>();
    for (String code : texts("grant_types")) {
      types.add(
          GrantType.of(code)
              .filter(type -> type != GrantType.JWT_BEARER)
              .orElseThrow(() -> refused("one of the grant_types is not offered")));
    }
    if (types.isEmpty()) {
      types.add(GrantType.AUTHORIZATION_CODE);
    }
    if (types.contains(GrantType.AUTHORIZATION_CODE)) {
      types.add(GrantType.REFRESH_TOKEN);
    }
    boolean backend = types.contains(GrantType.CLIENT_CREDENTIALS);
    if (backend && authentication != ClientAuthentication.KEY) {
      throw refused("client_credentials needs private_key_jwt");
    }
    if (texts("response_types").stream().anyMatch(type -> !type.equals("code"))) {
      throw refused("the only response type is code");
    }
    return types;
  }

  private List<String> redirectUrls() {
    List<String> urls = texts("redirect_uris");
    if (urls.size() > MAX_URLS) {
      throw new OAuthException(OAuthError.INVALID_REDIRECT_URI, "too many redirect_uris");
    }
    return urls.stream().map(RedirectUrls::accepted).toList();
  }

  private Optional<String> jwks() {
    JsonNode jwks = json.path("jwks");
    if (jwks.isMissingNode() || jwks.isNull()) {
      return Optional.empty();
    }
    try {
      JWKSet keys = JWKSet.parse(jwks.toString());
      if (keys.getKeys().isEmpty() || keys.getKeys().stream().anyMatch(key -> key.isPrivate())) {
        throw refused("jwks must hold public keys only, and at least one");
      }
      return Optional.of(keys.toString());
    } catch (ParseException e) {
      throw refused("jwks is no JWK set");
    }
  }

  private ScopeSet scopes() {
    try {
      return ScopeSet.parse(longText("scope").orElse(EVERYTHING));
    } catch (ScopeException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private String idTokenAlgorithm() {
    String algorithm = text("id_token_signed_response_alg").orElse("RS256");
    if (!List.of("RS256", "ES384").contains(algorithm)) {
      throw refused("id tokens are signed with RS256 or ES384");
    }
    return algorithm;
  }

  private List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode entry : json.path(name)) {
      if (!entry.isTextual() || entry.asText().length() > MAX_TEXT) {
        throw refused(name + " must be a list of texts");
      }
      texts.add(entry.asText());
    }
    return texts;
  }

  private Optional<String> text(String name) {
    return longText(name)
        .map(
            text -> {
              if (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
                throw refused(name + " is too long or has control characters");
              }
              return text;
            });
  }

  private Optional<String> longText(String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw refused(name + " must be a text");
    }
    return Optional.of(value.asText());
  }

  private static OAuthException refused(String why) {
    return new OAuthException(OAuthError.INVALID_CLIENT_METADATA, why);
  }
}
