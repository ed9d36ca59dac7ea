package health.salus.storage.hapi;

import health.salus.storage.setting.Settings;
import java.util.List;

/**
 * Settings of the FHIR interface.
 *
 * @param operations the extended operations that are on; what is not listed is off
 */
public record FhirConfig(
    int defaultPageSize,
    int maxPageSize,
    int maxTransactionEntries,
    int maxJsonDepth,
    List<String> operations) {

  static final List<String> DEFAULT_OPERATIONS =
      List.of(
          "$everything",
          "$validate",
          "$expand",
          "$lookup",
          "$validate-code",
          "$translate",
          "$subsumes",
          "$predict",
          "$break-glass",
          "$explain-access",
          "$forget");

  public static FhirConfig read(Settings settings) {
    FhirConfig config =
        new FhirConfig(
            settings.integer("defaultPageSize", 20, 1, 1000),
            settings.integer("maxPageSize", 500, 1, 10_000),
            settings.integer("maxTransactionEntries", 1000, 1, 100_000),
            settings.integer("maxJsonDepth", 100, 20, 1000),
            settings.texts("operations", DEFAULT_OPERATIONS));
    for (String operation : config.operations()) {
      settings.refuse(
          !operation.startsWith("$"), "operations", "holds " + operation + ", which lacks its $");
    }
    settings.refuse(
        config.defaultPageSize() > config.maxPageSize(),
        "defaultPageSize",
        "must not exceed fhir.maxPageSize");
    settings.refuseUnknown();
    return config;
  }
}
