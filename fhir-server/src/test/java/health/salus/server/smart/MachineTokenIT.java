package health.salus.server.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.ECKey;
import health.salus.server.TestServer;
import health.salus.storage.hapi.MachineKey;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tokens that the owner of the machine asks for with the machine's own key (RFC 7523). */
class MachineTokenIT {
  private static final Cast CAST = Cast.made();
  private static final ECKey KEY = MachineKey.read(TestServer.shared().data()).key();

  @Test
  void theTokenIsThatUsersWithThatUsersLimits() {
    JsonNode clinician = TestServer.json(token(KEY, Cast.CLINICIAN, "user/*.cruds"));
    JsonNode privacy = TestServer.json(token(KEY, Cast.PRIVACY, "user/*.cruds"));

    assertThat(clinician.path("scope").asText()).isEqualTo("user/*.cruds");
    assertThat(privacy.path("scope").asText())
        .isEqualTo("user/*.rs user/Patient.d user/Consent.cruds user/Task.cruds");
    assertThat(
            CAST.server
                .get(
                    "Patient/" + CAST.patientId,
                    "Authorization",
                    "Bearer " + clinician.path("access_token").asText())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aPatientsTokenIsAboutThatPatient() {
    assertThat(TestServer.json(token(KEY, Cast.PATIENT, "patient/*.rs")).path("patient").asText())
        .isEqualTo(CAST.patientId);
  }

  @Test
  void anotherKeyAnUnknownUserAndSystemScopesAreRefused() throws Exception {
    ECKey foreign =
        new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_384)
            .keyID(KEY.getKeyID())
            .generate();

    assertThat(token(foreign, Cast.CLINICIAN, "user/*.rs").statusCode()).isEqualTo(400);
    assertThat(token(KEY, "nobody", "user/*.rs").statusCode()).isEqualTo(400);
    assertThat(token(KEY, Cast.CLINICIAN, "system/*.rs").statusCode()).isEqualTo(400);
  }

  private static HttpResponse<String> token(ECKey key, String user, String scope) {
    TestAssertion assertion = new TestAssertion(key, MachineKey.CLIENT);
    assertion.subject = user;
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    form.put("assertion", assertion.sign(CAST.server.root() + "/oauth/token"));
    form.put("scope", scope);
    return SmartApp.post(CAST.server, "/oauth/token", form);
  }
}
