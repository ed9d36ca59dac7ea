package health.salus.smart.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.seal.Secrets;
import health.salus.smart.user.NewUser;
import health.salus.smart.user.Role;
import health.salus.smart.user.User;
import health.salus.smart.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /oauth/users}, for administrators: {@code GET} lists the local users; {@code POST} creates
 * a user or sets a new password, which is returned only once; with {@code enabled} alone it enables
 * or disables a user.
 */
public final class UserEndpoint {
  private static final String RIGHT = "user:manage";
  private static final int MAX_BYTES = 64 * 1024;

  private final Users users;

  public UserEndpoint(Users users) {
    this.users = users;
  }

  void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
    BearerCaller.with(request, RIGHT);
    ArrayNode all = JsonAnswer.mapper().createArrayNode();
    users.all().forEach(user -> all.add(json(user)));
    JsonAnswer.secret(response, HttpServletResponse.SC_OK, all);
  }

  void change(HttpServletRequest request, HttpServletResponse response) throws IOException {
    BearerCaller.with(request, RIGHT);
    JsonNode asked = read(request);
    String username = asked.path("username").asText();
    if (asked.has("enabled")) {
      if (users.find(username).isEmpty()) {
        throw refused("there is no such user");
      }
      users.enable(username, asked.path("enabled").asBoolean());
      JsonAnswer.secret(
          response, HttpServletResponse.SC_OK, json(users.find(username).orElseThrow()));
      return;
    }
    String password = Secrets.id();
    users.save(user(asked, username), password);
    ObjectNode answer = json(users.find(username).orElseThrow());
    answer.put("password", password);
    if (asked.path("secondFactor").asBoolean()) {
      answer.put("secondFactorSecret", users.requireSecondFactor(username));
    }
    JsonAnswer.secret(response, HttpServletResponse.SC_CREATED, answer);
  }

  private static NewUser user(JsonNode asked, String username) {
    Set<Role> roles = new LinkedHashSet<>();
    for (JsonNode role : asked.path("roles")) {
      roles.add(
          Role.of(role.asText())
              .orElseThrow(
                  () ->
                      refused(
                          "roles are clinician, nurse, researcher, billing, patient, parent, privacy,"
                              + " admin")));
    }
    if (roles.isEmpty()) {
      throw refused("a user needs a role");
    }
    try {
      return new NewUser(username, Optional.ofNullable(asked.path("fhirUser").textValue()), roles);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode json(User user) {
    ObjectNode json = JsonAnswer.object();
    json.put("username", user.username());
    user.fhirUser().ifPresent(reference -> json.put("fhirUser", reference));
    ArrayNode roles = json.putArray("roles");
    user.roles().stream().sorted().forEach(roles::add);
    json.put("enabled", user.enabled());
    json.put("secondFactor", user.secondFactor());
    return json;
  }

  private static JsonNode read(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
    try {
      JsonNode json = JsonAnswer.mapper().readTree(body);
      if (body.length <= MAX_BYTES && json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw refused("the body is no JSON");
    }
    throw refused("the body must be a JSON object of 64 kB at most");
  }

  private static OAuthException refused(String description) {
    return new OAuthException(OAuthError.INVALID_REQUEST, description);
  }
}
