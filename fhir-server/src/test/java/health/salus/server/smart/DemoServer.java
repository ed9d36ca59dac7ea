package health.salus.server.smart;

import health.salus.server.TestServer;
import health.salus.server.demo.DemoAccess;
import health.salus.server.demo.DemoFamily;
import health.salus.server.demo.DemoSeed;
import org.assertj.core.api.Assertions;

/** The server of all tests, with the users, clients and pages of the demo. */
final class DemoServer {
  private static DemoServer shared;

  private final TestServer server;
  private final DemoAccess access;

  private DemoServer(TestServer server, DemoAccess access) {
    this.server = server;
    this.access = access;
  }

  static synchronized DemoServer shared() {
    if (shared == null) {
      TestServer server = TestServer.shared();
      DemoAccess access =
          new DemoSeed(
                  server.application().authorizationServer().users(),
                  server.application().authorizationServer().clients())
              .seed(server.data(), root(server));
      server.loadSample();
      Assertions.assertThat(server.put(DemoFamily.parentPath(), DemoFamily.parent()).statusCode())
          .isBetween(200, 201);
      shared = new DemoServer(server, access);
    }
    return shared;
  }

  /** The FHIR base. */
  String base() {
    return server.base();
  }

  String root() {
    return root(server);
  }

  /** The address of a page. */
  String at(String path) {
    return root() + path;
  }

  DemoAccess.Person user(String name) {
    return access.users().get(name);
  }

  private static String root(TestServer server) {
    return "http://localhost:" + server.port();
  }
}
