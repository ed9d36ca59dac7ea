package health.salus.storage.index;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import health.salus.storage.narrowing.ChainCheck;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a chain to a protected date of several resource types: HAPI asks for all of them in one
 * row, and tells only for the first which type it is. Thread-safe.
 */
final class SealedChains implements ChainCheck {
  private final SealedSearch search;
  private final ProtectedParameters parameters;

  SealedChains(SealedSearch search, ProtectedParameters parameters) {
    this.search = search;
    this.parameters = parameters;
  }

  @Override
  public void check(String type, String parameter, Collection<String> targets, String chain) {
    Set<String> dated = new TreeSet<>();
    targets.forEach(target -> collect(target, chain, dated));
    String last = name(chain.substring(chain.lastIndexOf('.') + 1));
    if (dated.size() > 1 && dated.stream().anyMatch(each -> search.hides(each, last))) {
      throw SealedRefusal.untypedChain(type, parameter, chain);
    }
  }

  /** The types whose parameter at the end of the chain is a date. */
  private void collect(String type, String chain, Set<String> dated) {
    int dot = chain.indexOf('.');
    String first = dot < 0 ? chain : chain.substring(0, dot);
    @Nullable RuntimeSearchParam definition = parameters.definition(type, name(first));
    if (definition == null) {
      return;
    }
    if (dot < 0) {
      if (definition.getParamType() == RestSearchParameterTypeEnum.DATE) {
        dated.add(type);
      }
      return;
    }
    int colon = first.indexOf(':');
    Collection<String> next =
        colon < 0 ? definition.getTargets() : Set.of(first.substring(colon + 1));
    next.forEach(target -> collect(target, chain.substring(dot + 1), dated));
  }

  private static String name(String step) {
    int colon = step.indexOf(':');
    return colon < 0 ? step : step.substring(0, colon);
  }
}
