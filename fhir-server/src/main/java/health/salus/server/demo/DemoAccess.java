package health.salus.server.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.storage.hapi.OwnerFile;
import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign in to the demo, and how: {@code demo-access.json} in the data folder, readable by
 * its owner only. The passwords and keys in it are made at the first start and stay; users that a
 * later version of the demo has are added.
 *
 * @param users by what they are: clinician, nurse, researcher, billing, patient, parent, privacy,
 *     admin
 * @param clients by their id
 */
public record DemoAccess(Map<String, Person> users, Map<String, App> clients) {
  private static final JsonMapper MAPPER = new JsonMapper();

  public DemoAccess {
    users = new TreeMap<>(users);
    clients = new TreeMap<>(clients);
  }

  /**
   * A user of the demo.
   *
   * @param fhirUser relative reference; null when the user is nobody in the data
   * @param patient id of the patient whom the user is or stands for; null when there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Person(
      String username, String password, @Nullable String fhirUser, @Nullable String patient) {
    @Override
    public String toString() {
      return "Person " + username;
    }
  }

  /**
   * A client of the demo.
   *
   * @param jwk private key of a confidential client; null for a public one
   * @param scope the widest it may get
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record App(
      @JsonProperty("client_id") String clientId, @Nullable JsonNode jwk, String scope) {
    @Override
    public String toString() {
      return "App " + clientId;
    }
  }

  /**
   * What an earlier start wrote.
   *
   * @throws StartFailure if the file is there but cannot be read
   */
  public static Optional<DemoAccess> read(Path data) {
    Path file = file(data);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(file.toFile(), DemoAccess.class));
    } catch (IOException e) {
      throw new StartFailure("%s cannot be read.".formatted(file), e);
    }
  }

  /** Writes the file, whole or not at all. */
  void write(Path data) {
    Path file = file(data);
    try {
      OwnerFile.write(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this));
    } catch (IOException e) {
      throw new StartFailure("%s cannot be written.".formatted(file), e);
    }
  }

  /**
   * One of the users.
   *
   * @throws StartFailure if the file does not name it
   */
  Person user(String name) {
    return found(users.get(name), name);
  }

  /**
   * One of the clients.
   *
   * @throws StartFailure if the file does not name it
   */
  public App client(String id) {
    return found(clients.get(id), id);
  }

  private static <T> T found(@Nullable T entry, String name) {
    if (entry == null) {
      throw new StartFailure("demo-access.json does not name %s.".formatted(name));
    }
    return entry;
  }

  /** Where the file is. */
  public static Path file(Path data) {
    return data.resolve("demo-access.json");
  }
}
