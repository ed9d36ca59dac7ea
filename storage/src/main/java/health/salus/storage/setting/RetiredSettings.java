package health.salus.storage.setting;

import java.util.Map;
import java.util.Optional;

/** Settings that other releases or other servers know by a name that this one does not accept. */
final class RetiredSettings {
  private static final Map<String, String> SUCCESSORS =
      Map.of(
          "hapi", "the settings of the HAPI starter are not read; see config/salus.yaml",
          "spring", "Spring's settings are not read; the database is set with database.url",
          "server.bind", "renamed: write server.host",
          "database.username", "renamed: write database.user");

  private RetiredSettings() {}

  static Optional<String> hint(String setting) {
    return Optional.ofNullable(SUCCESSORS.get(setting))
        .map(successor -> "retired setting " + setting + ": " + successor);
  }
}
