package health.salus.server.smart;

import health.salus.smart.oauth.BrandSettings;
import health.salus.smart.oauth.Lifetimes;
import health.salus.smart.oauth.RegistrationMode;
import health.salus.smart.provider.ProviderSettings;
import health.salus.smart.server.SmartMode;
import health.salus.smart.server.SmartSettings;
import health.salus.storage.setting.Settings;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code smart}.
 *
 * @param sealingKey 64 hex digits; without it one is made in the data folder
 */
public record SmartConfig(SmartSettings settings, @Nullable String sealingKey) {
  private static final String HEX_KEY = "[0-9a-fA-F]{64}";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration OFFLINE_MIN = Duration.ofDays(90);

  public static SmartConfig read(Settings block) {
    SmartSettings defaults = SmartSettings.DEFAULTS;
    Duration access = block.duration("accessTokenLifetime", defaults.lifetimes().access());
    Duration offline = block.duration("offlineLifetime", defaults.lifetimes().offline());
    Duration idle = block.duration("sessionIdle", defaults.sessionIdle());
    String website = block.text("brandWebsite", defaults.brand().website());
    @Nullable String key = block.secret("sealingKey");
    boolean badAccess = access.isZero() || access.isNegative() || access.compareTo(HOUR) > 0;
    boolean badOffline = offline.compareTo(OFFLINE_MIN) < 0;
    boolean badIdle = idle.isZero() || idle.isNegative();
    boolean badWebsite = !website.startsWith("https://");
    block.refuse(badAccess, "accessTokenLifetime", "must be more than nothing and at most 60m");
    block.refuse(badOffline, "offlineLifetime", "must be at least 2160h, which is 90 days");
    block.refuse(badIdle, "sessionIdle", "must be more than nothing");
    block.refuse(badWebsite, "brandWebsite", "must be an https URL");
    block.refuse(key != null && !key.matches(HEX_KEY), "sealingKey", "must have 64 hex digits");
    SmartMode mode = block.choice("mode", SmartMode.class, defaults.mode());
    Optional<ProviderSettings> provider = ProviderConfig.read(block.block("provider"));
    boolean badMode = mode != SmartMode.EMBEDDED && provider.isEmpty();
    block.refuse(badMode, "mode", "needs smart.provider.issuer and smart.provider.clientId");
    SmartSettings settings =
        new SmartSettings(
            badMode ? SmartMode.EMBEDDED : mode,
            provider,
            badAccess || badOffline ? defaults.lifetimes() : new Lifetimes(access, offline),
            badIdle ? defaults.sessionIdle() : idle,
            block.choice("registration", RegistrationMode.class, defaults.registration()),
            block.flag("loopbackKeySets", defaults.loopbackKeySets()),
            block.text("frameAncestors", defaults.frameAncestors()),
            badWebsite
                ? defaults.brand()
                : new BrandSettings(
                    block.text("brandName", defaults.brand().name()),
                    website,
                    block.text("brandCity", defaults.brand().city()),
                    block.text("brandState", defaults.brand().state())),
            Optional.ofNullable(block.optionalText("anonymousScope")));
    block.refuseUnknown();
    return new SmartConfig(settings, key);
  }

  /** The same with other settings. */
  public SmartConfig with(SmartSettings other) {
    return new SmartConfig(other, sealingKey);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SmartConfig " + settings;
  }
}
