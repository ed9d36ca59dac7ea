package health.salus.server.models;

import health.salus.storage.setting.Settings;

/**
 * Which models run here.
 *
 * @param directory folder of model definitions, one sub-folder each
 * @param standard the model that {@code $predict} uses when none is named, and that the card shows
 * @param warningPercent the card warns from this risk on
 */
public record ModelsConfig(String directory, String standard, int warningPercent) {

  public static ModelsConfig read(Settings settings) {
    ModelsConfig config =
        new ModelsConfig(
            settings.text("directory", "models"),
            settings.text("default", "diabetes-2y"),
            settings.integer("warningPercent", 20, 1, 100));
    settings.refuseUnknown();
    return config;
  }
}
