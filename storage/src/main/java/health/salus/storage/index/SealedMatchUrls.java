package health.salus.storage.index;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces identifiers in match URLs of transactions, which HAPI looks up by hashes that it takes
 * itself. A URL that cannot be looked up so is taken out of its hands; HAPI then makes a search of
 * it. Thread-safe.
 */
@Interceptor
public final class SealedMatchUrls {
  private static final int AFTER_ALL_CHECKS = 10_000;

  private final SealedSearch search;
  private final PrefetchPhase prefetch;

  SealedMatchUrls(SealedSearch search, PrefetchPhase prefetch) {
    this.search = search;
    this.prefetch = prefetch;
  }

  /** Changes the parameters of a match URL; those of a search stay as they are. */
  @Hook(value = Pointcut.STORAGE_PRESEARCH_REGISTERED, order = AFTER_ALL_CHECKS)
  public void replace(ICachedSearchDetails details, SearchParameterMap parameters) {
    if (!prefetch.isOn() || parameters.size() != 1) {
      return;
    }
    String type = details.getResourceType();
    String name = parameters.keySet().iterator().next();
    Protection protection = search.protection(type, name);
    if (protection == Protection.OPEN) {
      return;
    }
    @Nullable List<List<IQueryParameterType>> values = parameters.get(name);
    parameters.remove(name);
    List<ValueTokens> tokens = search.forSearch();
    if (protection == Protection.SEALED
        && tokens.size() == 1 // the lookup takes one hash
        && values != null
        && values.size() == 1
        && values.get(0).size() == 1
        && values.get(0).get(0) instanceof TokenParam token
        && token.getModifier() == null
        && token.getValue() != null
        && !token.getValue().isBlank()) {
      parameters.add(
          name,
          new TokenParam(token.getSystem(), tokens.get(0).token(type, name, token.getValue())));
    }
  }
}
