package health.salus.storage.hapi;

import health.salus.storage.setting.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where resources are stored, and how long a request may wait for a connection.
 *
 * @param url JDBC URL of a PostgreSQL server; none means the embedded one under the data folder
 */
public record DatabaseConfig(
    @Nullable String url,
    @Nullable String user,
    @Nullable String password,
    int poolSize,
    Duration connectionTimeout) {
  /** The embedded database under the data folder, with the settings that ship. */
  public static final DatabaseConfig EMBEDDED =
      new DatabaseConfig(null, null, null, 24, Duration.ofSeconds(10));

  public static DatabaseConfig read(Settings settings) {
    DatabaseConfig config =
        new DatabaseConfig(
            settings.optionalText("url"),
            settings.optionalText("user"),
            settings.secret("password"),
            settings.integer("poolSize", EMBEDDED.poolSize(), 4, 500),
            settings.duration("connectionTimeout", EMBEDDED.connectionTimeout()));
    @Nullable String url = config.url();
    settings.refuse(
        url != null && !url.startsWith("jdbc:postgresql://"),
        "url",
        "must start with jdbc:postgresql:// (PostgreSQL is the one database)");
    settings.refuseUnknown();
    return config;
  }

  public boolean embedded() {
    return url == null;
  }

  @Override
  public String toString() {
    return "DatabaseConfig[url=" + url + ", user=" + user + ", poolSize=" + poolSize + "]";
  }
}
