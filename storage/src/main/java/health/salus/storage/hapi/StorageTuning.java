package health.salus.storage.hapi;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.model.HistoryCountModeEnum;
import ca.uhn.fhir.rest.api.SearchTotalModeEnum;

/** HAPI's storage settings where ours differ from its defaults, each with its reason. */
final class StorageTuning {
  private StorageTuning() {}

  static JpaStorageSettings settings(FhirConfig config) {
    JpaStorageSettings settings = new JpaStorageSettings();
    // Ids that cannot be guessed, and that are known before a resource is written.
    settings.setResourceServerIdStrategy(JpaStorageSettings.IdStrategyEnum.UUID);
    // FHIR allows any legal id with PUT, numeric ones too.
    settings.setResourceClientIdStrategy(JpaStorageSettings.ClientIdStrategyEnum.ANY);
    // No search is stored, so none is reused: a stored search would hold plaintext queries.
    settings.setReuseCachedSearchResultsForMillis(null);
    settings.setDefaultTotalMode(SearchTotalModeEnum.NONE);
    settings.setHistoryCountMode(HistoryCountModeEnum.COUNT_DISABLED);
    // Tags and labels are searchable and belong to the resource, not to each of its versions.
    settings.setTagStorageMode(JpaStorageSettings.TagStorageModeEnum.NON_VERSIONED);
    // Smaller index rows, and none for the display text of codings.
    settings.setIndexStorageOptimized(true);
    settings.setSuppressStringIndexingInTokens(true);
    // meta.source is the client's; HAPI would add the request's id to it.
    settings.setStoreMetaSourceInformation(
        ca.uhn.fhir.jpa.api.config.JpaStorageSettings.StoreMetaSourceInformationEnum.SOURCE_URI);
    // Conditional operations must see what is stored now.
    settings.setMatchUrlCacheEnabled(false);
    settings.setFilterParameterEnabled(true);
    settings.setIndexIdentifierOfType(true);
    settings.setLanguageSearchParameterEnabled(true);
    settings.setAllowContainsSearches(true);
    settings.setAllowMultipleDelete(false);
    settings.setExpungeEnabled(false);
    settings.setMaximumTransactionBundleSize(config.maxTransactionEntries());
    // One entry of a batch at a time: parallel entries would each take a connection.
    settings.setBundleBatchPoolSize(1);
    settings.setBundleBatchMaxPoolSize(1);
    // Re-indexing after a new SearchParameter starts at once.
    settings.setJobFastTrackingEnabled(true);
    // A value set is expanded when asked; expanding every one in advance keeps a core busy.
    settings.setPreExpandValueSets(false);
    settings.setHibernateSearchIndexFullText(false);
    settings.setLastNEnabled(false);
    return settings;
  }
}
