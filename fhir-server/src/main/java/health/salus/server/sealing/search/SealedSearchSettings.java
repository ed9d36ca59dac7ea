package health.salus.server.sealing.search;

import health.salus.interceptors.crypto.IndexTokens;
import health.salus.server.config.SealedSearchConfig;

/**
 * What a sealed search index is made with.
 *
 * @param tokens under the index key
 */
public record SealedSearchSettings(IndexTokens tokens, SealedSearchConfig config) {}
