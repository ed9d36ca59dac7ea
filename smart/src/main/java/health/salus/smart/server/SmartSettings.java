package health.salus.smart.server;

import health.salus.smart.oauth.BrandSettings;
import health.salus.smart.oauth.Lifetimes;
import health.salus.smart.oauth.RegistrationMode;
import health.salus.smart.provider.ProviderSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of the authorization server.
 *
 * @param mode the parties that log users in and issue tokens
 * @param provider of the modes brokered and external
 * @param lifetimes of tokens and grants
 * @param sessionIdle after which a browser has to log in again
 * @param registration who may register apps
 * @param loopbackKeySets whether the key sets of clients may be on this machine, by http: for tests
 *     and the demo only
 * @param frameAncestors sites that may frame the pages, in the syntax of Content-Security-Policy
 * @param brand as users of apps see the hospital
 * @param anonymousScope scopes of callers without a token; empty refuses them
 */
public record SmartSettings(
    SmartMode mode,
    Optional<ProviderSettings> provider,
    Lifetimes lifetimes,
    Duration sessionIdle,
    RegistrationMode registration,
    boolean loopbackKeySets,
    String frameAncestors,
    BrandSettings brand,
    Optional<String> anonymousScope) {
  public static final SmartSettings DEFAULTS =
      new SmartSettings(
          SmartMode.EMBEDDED,
          Optional.empty(),
          new Lifetimes(Duration.ofHours(1), Duration.ofDays(180)),
          Duration.ofMinutes(30),
          RegistrationMode.ANYBODY,
          false,
          "'none'",
          new BrandSettings("Salus", "https://salus.health", "", ""),
          Optional.empty());

  public SmartSettings {
    if (mode != SmartMode.EMBEDDED && provider.isEmpty()) {
      throw new IllegalArgumentException("smart.mode needs smart.provider");
    }
    if (sessionIdle.isNegative() || sessionIdle.isZero()) {
      throw new IllegalArgumentException("smart.sessionIdle must be positive");
    }
    if (frameAncestors.chars().anyMatch(c -> c == ';' || c == ',' || c < ' ')) {
      throw new IllegalArgumentException("smart.frameAncestors must be a list of sources");
    }
  }

  /** The same in another mode. */
  public SmartSettings in(SmartMode other, ProviderSettings itsProvider) {
    return new SmartSettings(
        other,
        Optional.of(itsProvider),
        lifetimes,
        sessionIdle,
        registration,
        loopbackKeySets,
        frameAncestors,
        brand,
        anonymousScope);
  }

  /** The same, but key sets of clients may be on this machine. */
  public SmartSettings withLoopbackKeySets() {
    return new SmartSettings(
        mode,
        provider,
        lifetimes,
        sessionIdle,
        registration,
        true,
        frameAncestors,
        brand,
        anonymousScope);
  }
}
