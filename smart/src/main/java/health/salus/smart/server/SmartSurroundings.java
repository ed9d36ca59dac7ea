package health.salus.smart.server;

import health.salus.smart.scope.SupportedScopes;
import health.salus.smart.user.PatientDirectory;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The services that the authorization server gets from the enclosing server.
 *
 * @param dataSource the pool; the tables of {@code V2__smart.sql} are there
 * @param listening connections outside the pool, one of which is kept for notices of revocations
 * @param root address of this server as clients see it, without a slash at its end; asked only once
 *     the server runs
 * @param patients the patients that users may pick
 * @param supported scopes that this server can enforce
 * @param sealingKey 64 hex digits, stored outside the database
 */
public record SmartSurroundings(
    DataSource dataSource,
    DataSource listening,
    Supplier<String> root,
    PatientDirectory patients,
    SupportedScopes supported,
    String sealingKey) {
  /** Without the key. */
  @Override
  public String toString() {
    return "SmartSurroundings";
  }
}
