package health.salus.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import health.salus.server.TestServer;
import health.salus.smart.server.AuthorizationServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoSeedIT {
  private static final TestServer SERVER = TestServer.shared();

  @Test
  void laterStartKeepsPasswordsAndKeysAndMovesTheAppsToTheirNewAddress() throws IOException {
    AuthorizationServer smart = SERVER.application().authorizationServer();
    DemoSeed seed = new DemoSeed(smart.users(), smart.clients());
    String root = SERVER.application().serverUrl();
    DemoAccess first = seed.seed(SERVER.data(), root);
    String file = Files.readString(DemoAccess.file(SERVER.data()));

    DemoAccess second = seed.seed(SERVER.data(), "http://localhost:1");

    try {
      assertThat(second).isEqualTo(first);
      assertThat(DemoAccess.file(SERVER.data())).hasContent(file);
      assertThat(smart.clients().find("demo-app").orElseThrow().redirectUrls())
          .containsExactly("http://localhost:1/demo/app/");
    } finally {
      seed.seed(SERVER.data(), root);
    }
  }

  @Test
  void usersThatAnEarlierVersionLackedAreAddedToItsFile() {
    AuthorizationServer smart = SERVER.application().authorizationServer();
    DemoSeed seed = new DemoSeed(smart.users(), smart.clients());
    String root = SERVER.application().serverUrl();
    DemoAccess first = seed.seed(SERVER.data(), root);
    Map<String, DemoAccess.Person> earlier = new HashMap<>(first.users());
    earlier.keySet().removeAll(Set.of("nurse", "researcher", "billing"));
    new DemoAccess(earlier, first.clients()).write(SERVER.data());

    DemoAccess completed = seed.seed(SERVER.data(), root);

    assertThat(completed.users().keySet()).isEqualTo(first.users().keySet());
    assertThat(completed.users()).containsAllEntriesOf(earlier);
    assertThat(completed.clients()).isEqualTo(first.clients());
    assertThat(DemoAccess.read(SERVER.data())).contains(completed);
    assertThat(seed.seed(SERVER.data(), root)).isEqualTo(completed);
  }

  @Test
  void onlyTheOwnerReadsTheFileAndEveryPasswordIsDifferent() throws IOException {
    AuthorizationServer smart = SERVER.application().authorizationServer();
    DemoAccess access =
        new DemoSeed(smart.users(), smart.clients())
            .seed(SERVER.data(), SERVER.application().serverUrl());

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(DemoAccess.file(SERVER.data()))))
        .isEqualTo("rw-------");
    assertThat(access.users().keySet())
        .containsExactlyInAnyOrder(
            "clinician", "nurse", "researcher", "billing", "patient", "parent", "privacy", "admin");
    assertThat(access.users().values().stream().map(DemoAccess.Person::password).distinct())
        .hasSize(8)
        .allSatisfy(password -> assertThat(password).hasSizeGreaterThan(20));
    assertThat(access.client("demo-backend").jwk().has("d")).isTrue();
  }
}
