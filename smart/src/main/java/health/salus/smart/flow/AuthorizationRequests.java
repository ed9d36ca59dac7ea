package health.salus.smart.flow;

import health.salus.smart.client.Client;
import health.salus.smart.client.Clients;
import health.salus.smart.client.GrantType;
import health.salus.smart.oauth.OAuthError;
import health.salus.smart.oauth.OAuthException;
import health.salus.smart.oauth.Parameters;
import health.salus.smart.oauth.Urls;
import health.salus.smart.scope.ScopeException;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.scope.SupportedScopes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads authorization requests. A refusal is a page until the redirect URL is known to be the
 * client's; then it is sent to the app.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/app-launch.html">App launch</a>
 */
final class AuthorizationRequests {
  /** The known parameters; others are ignored, as RFC 6749 demands. */
  static final List<String> NAMES =
      List.of(
          "response_type",
          "client_id",
          "redirect_uri",
          "scope",
          "state",
          "aud",
          "launch",
          "code_challenge",
          "code_challenge_method",
          "nonce",
          "prompt",
          "max_age",
          "response_mode",
          "request",
          "request_uri");

  private static final Pattern S256 = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,8}");
  private static final int MAX_STATE = 4096;

  private final Clients clients;
  private final SupportedScopes supported;
  private final Urls urls;

  AuthorizationRequests(Clients clients, SupportedScopes supported, Urls urls) {
    this.clients = clients;
    this.supported = supported;
    this.urls = urls;
  }

  /**
   * Checks everything that can be checked before the user is known.
   *
   * @throws PageRefusal before the redirect URL is known to be the client's
   * @throws RedirectRefusal after that
   */
  AuthorizationRequest parse(Parameters sent) {
    Client client = client(sent);
    String redirectUrl = redirectUrl(client, sent);
    String state = state(redirectUrl, sent);
    try {
      return read(client, redirectUrl, state, sent);
    } catch (OAuthException e) {
      throw new RedirectRefusal(redirectUrl, state, e.error(), e.description());
    } catch (ScopeException e) {
      throw new RedirectRefusal(
          redirectUrl, state, OAuthError.INVALID_SCOPE, String.valueOf(e.getMessage()));
    }
  }

  private Client client(Parameters sent) {
    return pageOn(() -> sent.get("client_id"))
        .flatMap(clients::find)
        .filter(Client::enabled)
        .filter(client -> client.allows(GrantType.AUTHORIZATION_CODE))
        .orElseThrow(
            () ->
                new PageRefusal(
                    400, "Unknown app", "The app that sent you here is not registered."));
  }

  /** Letter by letter; a registered URL is never a prefix or a pattern. */
  private static String redirectUrl(Client client, Parameters sent) {
    return pageOn(() -> sent.get("redirect_uri"))
        .filter(client.redirectUrls()::contains)
        .orElseThrow(
            () ->
                new PageRefusal(
                    400,
                    "Wrong return address",
                    "The app gave a return address that is not registered for it."));
  }

  private static String state(String redirectUrl, Parameters sent) {
    return pageOn(() -> sent.get("state"))
        .filter(state -> state.length() <= MAX_STATE)
        .orElseThrow(
            () ->
                new RedirectRefusal(
                    redirectUrl, "", OAuthError.INVALID_REQUEST, "state is missing"));
  }

  private static Optional<String> pageOn(java.util.function.Supplier<Optional<String>> value) {
    try {
      return value.get();
    } catch (OAuthException e) {
      throw new PageRefusal(400, "Unclear request", "The app sent a parameter twice.");
    }
  }

  private AuthorizationRequest read(
      Client client, String redirectUrl, String state, Parameters sent) {
    refuse(
        !sent.required("response_type").equals("code"),
        OAuthError.UNSUPPORTED_RESPONSE_TYPE,
        "code");
    refuse(sent.get("request").isPresent(), OAuthError.REQUEST_NOT_SUPPORTED, "request objects");
    refuse(
        sent.get("request_uri").isPresent(),
        OAuthError.REQUEST_URI_NOT_SUPPORTED,
        "request objects");
    refuse(
        !sent.get("response_mode").orElse("query").equals("query"),
        OAuthError.INVALID_REQUEST,
        "the response mode is query");
    String audience = sent.required("aud");
    refuse(
        !audience.equals(urls.fhirBase()) && !audience.equals(urls.fhirBase() + "/"),
        OAuthError.INVALID_REQUEST,
        "aud must be this server's FHIR base");
    String challenge = sent.required("code_challenge");
    refuse(
        !sent.required("code_challenge_method").equals("S256")
            || !S256.matcher(challenge).matches(),
        OAuthError.INVALID_REQUEST,
        "the code challenge must be of the method S256");
    ScopeSet scopes = supported.in(ScopeSet.parse(sent.required("scope")));
    refuse(scopes.isEmpty(), OAuthError.INVALID_SCOPE, "none of the scopes is known");
    return new AuthorizationRequest(
        client,
        redirectUrl,
        state,
        scopes,
        sent.get("launch"),
        challenge,
        sent.get("nonce"),
        Set.copyOf(List.of(sent.get("prompt").orElse("").split(" ", -1))),
        sent.get("max_age")
            .filter(age -> SECONDS.matcher(age).matches())
            .map(age -> Duration.ofSeconds(Long.parseLong(age))));
  }

  private static void refuse(boolean wrong, OAuthError error, String description) {
    if (wrong) {
      throw new OAuthException(error, description);
    }
  }
}
