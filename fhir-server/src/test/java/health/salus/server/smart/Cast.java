package health.salus.server.smart;

import health.salus.server.TestServer;
import health.salus.smart.client.Client;
import health.salus.smart.client.ClientAuthentication;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.user.NewUser;
import health.salus.smart.user.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The people, patients and apps of these tests, made once on the shared server. */
final class Cast {
  static final String PASSWORD = "correct horse battery";
  static final String REDIRECT = "http://localhost:9/app/callback";
  static final String CLINICIAN = "cast-clinician";
  static final String PATIENT = "cast-patient";
  static final String PRIVACY = "cast-privacy";
  static final String ADMIN = "cast-admin";
  private static final String EVERYTHING =
      "launch launch/patient launch/encounter openid fhirUser profile offline_access online_access"
          + " patient/*.cruds user/*.cruds";

  private static Cast made;

  final TestServer server = TestServer.shared();
  final String patientId;
  final String otherPatientId;
  final String encounterId;
  final String secret;

  private Cast() {
    patientId = patient("Castaway", "Anna");
    otherPatientId = patient("Castaway", "Bert");
    encounterId =
        server.create(
            """
            {"resourceType": "Encounter", "status": "finished",
             "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
             "type": [{"text": "Check-up"}], "subject": {"reference": "Patient/%s"}}
            """
                .formatted(patientId));
    user(CLINICIAN, Optional.of("Practitioner/cast"), Role.CLINICIAN);
    user(PATIENT, Optional.of("Patient/" + patientId), Role.PATIENT);
    user(PRIVACY, Optional.empty(), Role.PRIVACY);
    user(ADMIN, Optional.empty(), Role.ADMIN);
    app("cast-public", ClientAuthentication.NONE, EVERYTHING);
    app("cast-narrow", ClientAuthentication.NONE, "openid launch/patient patient/Observation.rs");
    app("cast-confidential", ClientAuthentication.SECRET, EVERYTHING);
    secret = server.authorizationServer().clients().newSecret("cast-confidential");
  }

  static synchronized Cast made() {
    if (made == null) {
      made = new Cast();
    }
    return made;
  }

  SmartApp publicApp() {
    return new SmartApp(server, "cast-public", Optional.empty());
  }

  SmartApp confidentialApp() {
    return new SmartApp(server, "cast-confidential", Optional.of(secret));
  }

  void user(String name, Optional<String> fhirUser, Role role) {
    server.authorizationServer().users().save(new NewUser(name, fhirUser, Set.of(role)), PASSWORD);
  }

  private void app(String id, ClientAuthentication how, String scopes) {
    server
        .authorizationServer()
        .clients()
        .save(
            Client.app(id, "App " + id, how, List.of(REDIRECT), ScopeSet.parse(scopes))
                .withLaunchUrl("http://localhost:9/app/launch"));
  }

  private String patient(String family, String given) {
    return server.create(
        """
        {"resourceType": "Patient", "name": [{"family": "%s", "given": ["%s"]}],
         "birthDate": "1970-01-01", "gender": "female"}
        """
            .formatted(family, given));
  }
}
