package health.salus.server.smart;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Whether a resource type has a token search parameter of that name. */
public final class TokenParameters implements BiPredicate<String, String> {
  private final ISearchParamRegistry registry;

  public TokenParameters(ISearchParamRegistry registry) {
    this.registry = registry;
  }

  @Override
  public boolean test(String type, String name) {
    @Nullable RuntimeSearchParam parameter =
        registry.getActiveSearchParam(
            type, name, ISearchParamRegistry.SearchParamLookupContextEnum.SEARCH);
    return parameter != null && parameter.getParamType() == RestSearchParameterTypeEnum.TOKEN;
  }
}
