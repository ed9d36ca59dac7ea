package health.salus.server.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import health.salus.smart.client.Client;
import health.salus.smart.client.ClientAuthentication;
import health.salus.smart.client.Clients;
import health.salus.smart.scope.ScopeSet;
import health.salus.smart.user.Users;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Creates the users and clients of the demo. Existing ones stay as they are, except that the
 * addresses of the apps follow the port; missing ones are added.
 */
public final class DemoSeed {
  static final String APP = "demo-app";
  static final String EHR = "demo-ehr";
  static final String BACKEND = "demo-backend";
  static final String BACKEND_SCOPE = "system/*.cruds";

  private static final String APP_SCOPE =
      "launch launch/patient launch/encounter openid fhirUser profile online_access offline_access"
          + " patient/*.rs";
  private static final String EHR_SCOPE =
      "openid fhirUser online_access user/Patient.rs user/Encounter.rs";

  /** Without letters and digits that look alike. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private static final int PASSWORD_GROUPS = 4;
  private static final int GROUP_LENGTH = 5;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Users users;
  private final Clients clients;

  public DemoSeed(Users users, Clients clients) {
    this.users = users;
    this.clients = clients;
  }

  /**
   * Makes sure that users and clients exist; returns what {@code demo-access.json} says of them.
   *
   * @param data the data folder
   * @param serverRoot address of this server without a slash at its end, as browsers reach it
   */
  public DemoAccess seed(Path data, String serverRoot) {
    Optional<DemoAccess> earlier = DemoAccess.read(data);
    DemoAccess access = earlier.map(DemoSeed::completed).orElseGet(DemoSeed::generate);
    Set<String> told = earlier.map(DemoAccess::users).map(Map::keySet).orElse(Set.of());
    for (DemoUser user : DemoUser.values()) {
      // Until the file names a user's password, no one can know it.
      if (!told.contains(user.username()) || users.find(user.username()).isEmpty()) {
        users.save(user.account(), access.user(user.username()).password());
      }
    }
    for (Client client : registrations(access, serverRoot)) {
      if (!clients.find(client.id()).equals(Optional.of(client))) {
        clients.save(client);
      }
    }
    if (!earlier.equals(Optional.of(access))) {
      access.write(data); // last: a start that is cut short begins anew
    }
    return access;
  }

  /** The same, with the users whom an earlier version of the demo did not have. */
  private static DemoAccess completed(DemoAccess earlier) {
    Map<String, DemoAccess.Person> people = people();
    people.putAll(earlier.users());
    return new DemoAccess(people, earlier.clients());
  }

  private static Map<String, DemoAccess.Person> people() {
    SecureRandom random = new SecureRandom();
    Map<String, DemoAccess.Person> people = new TreeMap<>();
    for (DemoUser user : DemoUser.values()) {
      people.put(user.username(), user.withPassword(password(random)));
    }
    return people;
  }

  private static DemoAccess generate() {
    return new DemoAccess(
        people(),
        Map.of(
            APP, new DemoAccess.App(APP, null, APP_SCOPE),
            EHR, new DemoAccess.App(EHR, null, EHR_SCOPE),
            BACKEND, new DemoAccess.App(BACKEND, key(), BACKEND_SCOPE)));
  }

  private static List<Client> registrations(DemoAccess access, String serverRoot) {
    List<Client> made = new ArrayList<>();
    made.add(
        Client.app(
                APP,
                "Salus demo app",
                ClientAuthentication.NONE,
                List.of(serverRoot + "/demo/app/"),
                ScopeSet.parse(APP_SCOPE))
            .withLaunchUrl(serverRoot + "/demo/app/launch.html"));
    made.add(
        Client.app(
            EHR,
            "A tiny EHR",
            ClientAuthentication.NONE,
            List.of(serverRoot + "/demo/ehr/"),
            ScopeSet.parse(EHR_SCOPE)));
    JsonNode jwk = access.client(BACKEND).jwk();
    if (jwk != null) {
      made.add(
          Client.backend(
              BACKEND, "Demo backend service", publicHalf(jwk), ScopeSet.parse(BACKEND_SCOPE)));
    }
    return made;
  }

  private static JsonNode key() {
    try {
      ECKey key = new ECKeyGenerator(Curve.P_384).keyIDFromThumbprint(true).generate();
      return MAPPER.readTree(key.toJSONString());
    } catch (JOSEException | JsonProcessingException e) {
      throw new IllegalStateException("every Java can make a key on P-384", e);
    }
  }

  private static String publicHalf(JsonNode jwk) {
    try {
      return new JWKSet(ECKey.parse(jwk.toString()).toPublicJWK()).toString();
    } catch (ParseException e) {
      throw new IllegalStateException("demo-access.json holds a broken key of demo-backend", e);
    }
  }

  private static String password(SecureRandom random) {
    List<String> groups = new ArrayList<>();
    for (int group = 0; group < PASSWORD_GROUPS; group++) {
      groups.add(
          random
              .ints(GROUP_LENGTH, 0, ALPHABET.length())
              .mapToObj(index -> ALPHABET.substring(index, index + 1))
              .collect(Collectors.joining()));
    }
    return String.join("-", groups);
  }
}
