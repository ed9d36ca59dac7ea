package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.server.TestServer;
import health.salus.server.access.TestUsers;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Users are made and kept out by administrators only. */
class UsersIT {
  private static final TestServer SERVER = TestServer.shared();
  private static final String JSON = "application/json";

  @Test
  void anAdministratorMakesAUserWhosePasswordIsShownOnce() {
    String name = "u-" + UUID.randomUUID();

    JsonNode made =
        TestServer.json(change("{\"username\":\"%s\",\"roles\":[\"clinician\"]}".formatted(name)));

    assertThat(made.path("password").asText()).hasSizeGreaterThan(16);
    assertThat(SERVER.get("/oauth/users").body()).contains(name).doesNotContain("password");
  }

  @Test
  void whoIsDisabledLosesEveryTokenAtOnce() {
    String patient = SERVER.create("{\"resourceType\":\"Patient\",\"active\":true}");
    String token = TestUsers.patient(SERVER, patient, "patient/*.rs");
    String name = nameOf(patient);
    assertThat(SERVER.get("Patient/" + patient, "Authorization", token).statusCode())
        .isEqualTo(200);

    change("{\"username\":\"%s\",\"enabled\":false}".formatted(name));

    assertThat(SERVER.get("Patient/" + patient, "Authorization", token).statusCode())
        .isEqualTo(401);
  }

  @Test
  void nobodyElseMaySeeOrChangeUsers() {
    String clinician = TestUsers.clinician(SERVER, "user/*.cruds");

    assertThat(SERVER.get("/oauth/users", "Authorization", clinician).statusCode()).isEqualTo(403);
    assertThat(SERVER.get("/oauth/users", "Authorization", TestServer.NO_TOKEN).statusCode())
        .isEqualTo(401);
    assertThat(
            SERVER
                .post(
                    "/oauth/users",
                    "{\"username\":\"x\",\"roles\":[\"admin\"]}",
                    "Authorization",
                    clinician,
                    "Content-Type",
                    JSON)
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void badUsersAreRefused() {
    for (String body :
        new String[] {
          "{",
          "[]",
          "{\"username\":\"A B\",\"roles\":[\"admin\"]}",
          "{\"username\":\"x\",\"roles\":[]}",
          "{\"username\":\"x\",\"roles\":[\"king\"]}",
          "{\"username\":\"nobody-here\",\"enabled\":false}"
        }) {
      var answer = SERVER.post("/oauth/users", body, "Content-Type", JSON);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(TestServer.json(answer).path("error").asText()).isEqualTo("invalid_request");
    }
  }

  private static String nameOf(String patient) {
    for (JsonNode user : TestServer.json(SERVER.get("/oauth/users"))) {
      if (user.path("fhirUser").asText().equals("Patient/" + patient)) {
        return user.path("username").asText();
      }
    }
    throw new AssertionError("no user of " + patient);
  }

  private static java.net.http.HttpResponse<String> change(String body) {
    var answer = SERVER.post("/oauth/users", body, "Content-Type", JSON);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    return answer;
  }
}
