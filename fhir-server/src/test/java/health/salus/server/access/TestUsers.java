package health.salus.server.access;

import health.salus.server.TestServer;
import health.salus.server.TestTokens;
import health.salus.server.demo.DemoSeed;
import health.salus.smart.server.AuthorizationServer;
import health.salus.smart.user.NewUser;
import health.salus.smart.user.Role;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Users of one test, and their access tokens as an {@code Authorization} header has them. */
public final class TestUsers {
  private TestUsers() {}

  /** A patient who gave an app these scopes for their own record. */
  public static String patient(TestServer server, String patient, String scope) {
    return token(server, user(server, Role.PATIENT, "Patient/" + patient), patient, scope);
  }

  /** A parent, by the id of the RelatedPerson, for the record of a child. */
  public static String parent(TestServer server, String person, String child, String scope) {
    return token(server, user(server, Role.PARENT, "RelatedPerson/" + person), child, scope);
  }

  /** A clinician without a patient in context. */
  public static String clinician(TestServer server, String scope) {
    return token(server, user(server, Role.CLINICIAN, null), null, scope);
  }

  /** A clinician with a patient in context. */
  public static String clinician(TestServer server, String patient, String scope) {
    return token(server, user(server, Role.CLINICIAN, null), patient, scope);
  }

  /** Any user with one role. */
  public static String withRole(TestServer server, Role role, String scope) {
    return token(server, user(server, role, null), null, scope);
  }

  /** Any user with one role who is somebody in the records. */
  public static String person(TestServer server, Role role, String fhirUser, String scope) {
    return token(server, user(server, role, fhirUser), null, scope);
  }

  /** A backend service with a key of its own. */
  public static String backend(TestServer server, String scope) {
    AuthorizationServer smart = server.application().authorizationServer();
    new DemoSeed(smart.users(), smart.clients())
        .seed(server.data(), server.application().serverUrl());
    return "Bearer " + tokens(server).forClient("demo-backend", Optional.of(scope));
  }

  private static TestTokens tokens(TestServer server) {
    return new TestTokens(server.port(), server.data());
  }

  /** Without a password, whose hash would take a while; the token is asked for with a key. */
  private static String user(TestServer server, Role role, String fhirUser) {
    String name = role.code() + "-" + UUID.randomUUID();
    server
        .application()
        .authorizationServer()
        .users()
        .saveProvided(new NewUser(name, Optional.ofNullable(fhirUser), Set.of(role)));
    return name;
  }

  private static String token(TestServer server, String user, String patient, String scope) {
    return "Bearer "
        + tokens(server).forUser(user, Optional.ofNullable(patient), Optional.of(scope));
  }
}
