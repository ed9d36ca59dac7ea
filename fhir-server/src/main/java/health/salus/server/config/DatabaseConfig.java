package health.salus.server.config;

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

  static DatabaseConfig read(Settings settings) {
    DatabaseConfig config =
        new DatabaseConfig(
            settings.optionalText("url"),
            settings.optionalText("user"),
            settings.secret("password"),
            settings.integer("poolSize", 24, 4, 500),
            settings.duration("connectionTimeout", Duration.ofSeconds(10)));
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
