package health.salus.server.consent;

import health.salus.interceptors.consent.Combining;
import health.salus.interceptors.consent.ImplicitPolicy;
import health.salus.storage.setting.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings for patients' consents in this deployment.
 *
 * @param policy where no consent says anything
 * @param combining which of several consents wins
 * @param purposes role to purpose of use, in the order in which a user's roles are looked for
 * @param exemptRoles roles whose office it is to see everything
 * @param recorderRoles roles that may write consents
 * @param emergencyRoles roles that may break the glass
 * @param emergencyTime how long that lasts
 * @param majority age in years from which parents see no more
 * @param confidentialFrom age in years from which a minor has secrets from parents
 * @param confidentialLabels sensitivities that are secret then
 */
public record ConsentConfig(
    ImplicitPolicy policy,
    Combining combining,
    Map<String, String> purposes,
    Set<String> exemptRoles,
    Set<String> recorderRoles,
    Set<String> emergencyRoles,
    Duration emergencyTime,
    int majority,
    int confidentialFrom,
    Set<String> confidentialLabels) {
  private static final List<String> PURPOSES =
      List.of(
          "clinician=TREAT",
          "nurse=TREAT",
          "billing=HPAYMT",
          "researcher=HRESCH",
          "patient=PATRQT",
          "parent=FAMRQT",
          "privacy=HOPERAT",
          "admin=HSYSADMIN",
          "service=HOPERAT",
          "anonymous=HOPERAT");

  private static final Duration DAY = Duration.ofDays(1);

  public static ConsentConfig read(Settings block) {
    List<String> pairs = block.texts("purposes", PURPOSES);
    boolean badPairs = pairs.stream().anyMatch(pair -> !pair.matches("[a-z]+=[A-Z]+"));
    block.refuse(badPairs, "purposes", "must be a list of texts such as clinician=TREAT");
    Duration time = block.duration("emergencyTime", Duration.ofHours(1));
    boolean badTime = time.isZero() || time.isNegative() || time.compareTo(DAY) > 0;
    block.refuse(badTime, "emergencyTime", "must be more than nothing and at most 24h");
    ConsentConfig config =
        new ConsentConfig(
            block.choice("policy", ImplicitPolicy.class, ImplicitPolicy.BASIC),
            block.choice("combining", Combining.class, Combining.DENY_OVERRIDES),
            purposes(badPairs ? PURPOSES : pairs),
            Set.copyOf(block.texts("exemptRoles", List.of("admin", "privacy"))),
            Set.copyOf(
                block.texts(
                    "recorderRoles", List.of("patient", "parent", "privacy", "admin", "service"))),
            Set.copyOf(block.texts("emergencyRoles", List.of("clinician"))),
            badTime ? Duration.ofHours(1) : time,
            block.integer("majority", 18, 1, 100),
            block.integer("confidentialFrom", 12, 0, 100),
            Set.copyOf(
                block.texts(
                    "confidentialLabels",
                    List.of("ADOL", "ETH", "ETHUD", "HIV", "OPIOIDUD", "PSY", "SDV", "SEX"))));
    block.refuseUnknown();
    return config;
  }

  private static Map<String, String> purposes(List<String> pairs) {
    Map<String, String> purposes = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      purposes.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return purposes;
  }
}
