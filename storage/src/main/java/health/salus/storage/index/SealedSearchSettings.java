package health.salus.storage.index;

import health.salus.interceptors.crypto.IndexTokens;
import java.util.List;
import java.util.function.Supplier;

/**
 * Settings of a sealed search index.
 *
 * @param keys tokens under the keys by which the index answers at the moment; rows are written
 *     under the first
 */
public record SealedSearchSettings(Supplier<List<IndexTokens>> keys, SealedSearchConfig config) {}
