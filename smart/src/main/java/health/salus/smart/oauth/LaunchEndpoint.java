package health.salus.smart.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.client.Client;
import health.salus.smart.client.Clients;
import health.salus.smart.event.EventKind;
import health.salus.smart.event.EventLog;
import health.salus.smart.event.SecurityEvent;
import health.salus.smart.grant.LaunchContext;
import health.salus.smart.grant.LaunchContextJson;
import health.salus.smart.grant.Launches;
import health.salus.smart.scope.SmartScope;
import health.salus.smart.token.AccessToken;
import health.salus.smart.user.PatientDirectory;
import health.salus.smart.user.User;
import health.salus.smart.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code POST /oauth/launch}: an EHR page, with its user's access token, asks for a launch handle.
 * The body is JSON: {@code client_id} (only this app may use the handle), and the context {@code
 * patient}, {@code encounter}, {@code fhirContext}, {@code intent}, {@code need_patient_banner},
 * {@code tenant}. The answer has {@code launch} and, if the named app registered a launch URL, the
 * complete {@code url} to open.
 */
public final class LaunchEndpoint implements ProgramServlet.Handler {
  private static final int MAX_BYTES = 16 * 1024;
  private static final SmartScope READS_PATIENTS = SmartScope.parse("user/Patient.r").orElseThrow();

  private final Clients clients;
  private final Users users;
  private final PatientDirectory patients;
  private final Launches launches;
  private final EventLog events;
  private final Urls urls;

  public LaunchEndpoint(
      Clients clients,
      Users users,
      PatientDirectory patients,
      Launches launches,
      EventLog events,
      Urls urls) {
    this.clients = clients;
    this.users = users;
    this.patients = patients;
    this.launches = launches;
    this.events = events;
    this.urls = urls;
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    AccessToken token = BearerCaller.of(request);
    User user =
        token
            .user()
            .flatMap(users::find)
            .orElseThrow(
                () -> new OAuthException(OAuthError.INSUFFICIENT_SCOPE, "a user is needed"));
    JsonNode body = read(request);
    LaunchContext context = context(body);
    Optional<Client> client = client(body);
    check(token, user, context);
    String handle =
        launches.create(new Launches.Launch(user.username(), client.map(Client::id), context));
    events.record(
        SecurityEvent.success(
            EventKind.LAUNCH, client.map(Client::id), Optional.of(user.username()), "handle"));
    JsonAnswer.secret(response, HttpServletResponse.SC_CREATED, answer(client, handle));
  }

  /** The app, if the EHR names one. */
  private Optional<Client> client(JsonNode body) {
    if (!body.hasNonNull("client_id")) {
      return Optional.empty();
    }
    Optional<Client> client = clients.find(body.path("client_id").asText()).filter(Client::enabled);
    if (client.isEmpty()) {
      throw invalid("client_id is not known");
    }
    return client;
  }

  /** The token must reach the patient, and so must the user. */
  private void check(AccessToken token, User user, LaunchContext context) {
    Optional<String> patient = context.patient();
    if (patient.isEmpty()) {
      if (context.encounter().isPresent()) {
        throw invalid("an encounter needs its patient");
      }
      return;
    }
    boolean reached = token.scopes().implies(READS_PATIENTS) || patient.equals(token.patient());
    if (!reached || patients.patient(user, patient.get()).isEmpty()) {
      throw invalid("the patient was not found");
    }
    context
        .encounter()
        .filter(id -> patients.encounter(user, patient.get(), id).isEmpty())
        .ifPresent(
            id -> {
              throw invalid("the encounter was not found");
            });
  }

  private ObjectNode answer(Optional<Client> client, String handle) {
    ObjectNode json = JsonAnswer.object();
    json.put("launch", handle);
    json.put("iss", urls.fhirBase());
    client
        .flatMap(Client::launchUrl)
        .ifPresent(
            url ->
                json.put(
                    "url",
                    url
                        + (url.contains("?") ? "&" : "?")
                        + "iss="
                        + Parameters.encode(urls.fhirBase())
                        + "&launch="
                        + Parameters.encode(handle)));
    return json;
  }

  private static LaunchContext context(JsonNode body) {
    try {
      return LaunchContextJson.read(body);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode read(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
    try {
      JsonNode json = JsonAnswer.mapper().readTree(body);
      if (body.length <= MAX_BYTES && json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw invalid("the body is no JSON");
    }
    throw invalid("the body must be a JSON object");
  }

  private static OAuthException invalid(String why) {
    return new OAuthException(OAuthError.INVALID_REQUEST, why);
  }
}
