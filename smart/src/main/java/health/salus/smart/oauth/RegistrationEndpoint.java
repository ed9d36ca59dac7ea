package health.salus.smart.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.client.Client;
import health.salus.smart.client.ClientAuthentication;
import health.salus.smart.client.Clients;
import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.seal.Secrets;
import health.salus.smart.user.AttemptLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * {@code /oauth/register}. A client that registers itself cannot change or read its registration
 * later; it registers again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591">RFC 7591</a>
 */
public final class RegistrationEndpoint implements ProgramServlet.Handler {
  private static final String RIGHT = "client:register";
  private static final int MAX_BYTES = 64 * 1024;

  private final Clients clients;
  private final RegistrationMode mode;
  private final AttemptLimits limits;
  private final EventLog events;
  private final Clock clock;

  public RegistrationEndpoint(
      Clients clients, RegistrationMode mode, AttemptLimits limits, EventLog events, Clock clock) {
    this.clients = clients;
    this.mode = mode;
    this.limits = limits;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean administrator = BearerCaller.isThere(request);
    if (administrator) {
      BearerCaller.with(request, RIGHT);
    } else if (mode != RegistrationMode.ANYBODY) {
      throw new OAuthException(
          OAuthError.INVALID_TOKEN, "an administrator's access token is needed");
    } else if (!limits.allow(request.getRemoteAddr())) {
      throw new OAuthException(OAuthError.TOO_MANY_REQUESTS, "too many registrations; wait");
    }
    JsonNode metadata = read(request);
    Client client = new ClientMetadata(metadata).client(Secrets.id());
    clients.save(client);
    if (administrator) {
      clients.approve(client.id());
    }
    ObjectNode answer = answer(client, metadata);
    if (client.authentication() == ClientAuthentication.SECRET) {
      answer.put("client_secret", clients.newSecret(client.id()));
      answer.put("client_secret_expires_at", 0);
    }
    events.record(
        SecurityEvent.success(
            EventKind.REGISTRATION,
            Optional.of(client.id()),
            Optional.empty(),
            administrator ? "by an administrator" : "by itself"));
    JsonAnswer.secret(response, HttpServletResponse.SC_CREATED, answer);
  }

  private static JsonNode read(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
    try {
      JsonNode json = JsonAnswer.mapper().readTree(body);
      if (body.length <= MAX_BYTES && json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw new OAuthException(OAuthError.INVALID_CLIENT_METADATA, "the body is no JSON");
    }
    throw new OAuthException(
        OAuthError.INVALID_CLIENT_METADATA, "the body must be a JSON object of 64 kB at most");
  }

  /** The registered metadata, which may be less than requested. */
  private ObjectNode answer(Client client, JsonNode asked) {
    ObjectNode json = JsonAnswer.object();
    json.put("client_id", client.id());
    json.put("client_id_issued_at", clock.instant().getEpochSecond());
    json.put("client_name", client.name());
    json.put(
        "token_endpoint_auth_method",
        switch (client.authentication()) {
          case NONE -> "none";
          case KEY -> "private_key_jwt";
          case SECRET -> asked.path("token_endpoint_auth_method").asText("client_secret_basic");
        });
    client.redirectUrls().forEach(json.withArray("/redirect_uris")::add);
    client.grantTypes().forEach(type -> json.withArray("/grant_types").add(type.code()));
    if (!client.redirectUrls().isEmpty()) {
      json.putArray("response_types").add("code");
    }
    json.put("scope", client.scopes().toString());
    json.put("id_token_signed_response_alg", client.idTokenAlgorithm());
    client.jwksUrl().ifPresent(url -> json.put("jwks_uri", url));
    client.jwks().ifPresent(ignored -> json.set("jwks", asked.path("jwks")));
    client.launchUrl().ifPresent(url -> json.put("initiate_login_uri", url));
    return json;
  }
}
