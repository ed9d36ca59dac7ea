package health.salus.interceptors.masking;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.HasParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.search.FilterPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Refuses each search that looks at an element that is masked for its caller: as a condition, a
 * sort, a link of a chain, of {@code _has}, {@code _filter} or an include, and as the condition of
 * a write or a reference by search. The refusal depends on the rules only, never on data.
 * Thread-safe.
 */
@Interceptor
public final class MaskedSearches {
  private static final String ANY_TYPE = "*";

  /** Links of a chain: each may lead to several types, which lead to several types again. */
  private static final int MAX_LINKS = 8;

  private static final Set<String> OF_EVERYTHING = Set.of("_text", "_content", "_filter");

  private final MaskingPolicy policy;
  private final MaskedParameters parameters;
  private final ISearchParamRegistry registry;
  private final Function<String, List<FilterPath>> filters;

  /**
   * The searches of one policy.
   *
   * @param filters reads the parameters of a {@code _filter}; none if its syntax is wrong
   */
  public MaskedSearches(
      MaskingPolicy policy,
      MaskedParameters parameters,
      ISearchParamRegistry registry,
      Function<String, List<FilterPath>> filters) {
    this.filters = filters;
    this.policy = policy;
    this.parameters = parameters;
    this.registry = registry;
  }

  /** Looks at a search before its SQL is made; conditions of transactions come here as well. */
  @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
  public void check(
      ICachedSearchDetails details, @Nullable RequestDetails request, SearchParameterMap search) {
    Masks masks = policy.of(Callers.of(request));
    if (masks.isEmpty()) {
      return;
    }
    if (search.getEverythingMode() != null) {
      refuse(OF_EVERYTHING.stream().anyMatch(search::containsKey));
      return;
    }
    String type = details.getResourceType();
    for (Map.Entry<String, List<List<IQueryParameterType>>> parameter : search.entrySet()) {
      parameter.getValue().stream()
          .flatMap(List::stream)
          .forEach(value -> condition(masks, type, parameter.getKey(), value));
    }
    for (@Nullable SortSpec sort = search.getSort(); sort != null; sort = sort.getChain()) {
      path(masks, type, String.valueOf(sort.getParamName()));
    }
    search.getIncludes().forEach(include -> include(masks, include));
    search.getRevIncludes().forEach(include -> include(masks, include));
  }

  private void condition(Masks masks, String type, String name, IQueryParameterType value) {
    if (value instanceof HasParam has) {
      has(masks, has.getTargetResourceType(), has.getReferenceFieldName(), has.getParameterName());
    } else if (name.equals("_filter")) {
      filter(masks, type, value.getValueAsQueryToken());
    } else if (value instanceof ReferenceParam reference) {
      reference(masks, type, name, reference);
    } else if (value instanceof TokenParam token
        && token.getSystem() != null
        && !token.getSystem().isEmpty()
        && token.getModifier() == null
        && token.getMissing() == null) {
      refuse(parameters.reveals(masks, type, name, token.getSystem()));
    } else {
      path(masks, type, name);
    }
  }

  private void reference(Masks masks, String type, String name, ReferenceParam reference) {
    @Nullable String target = reference.getResourceType();
    if (String.valueOf(reference.getQueryParameterQualifier()).contains("identifier")
        || "identifier".equals(target)) {
      refuse(
          targets(type, name).stream()
              .anyMatch(each -> MaskedParameters.masksIdentifier(masks, each)));
    }
    String first = target == null || !reference.hasChain() ? name : name + ":" + target;
    path(masks, type, reference.hasChain() ? first + "." + reference.getChain() : first);
  }

  private void has(Masks masks, String type, String reference, String parameter) {
    path(masks, type, reference);
    path(masks, type, parameter);
  }

  /** A parameter of a type, which may have a modifier or go on to another type behind a dot. */
  private void path(Masks masks, String type, String path) {
    refuse(path.chars().filter(c -> c == '.').count() > MAX_LINKS);
    if (path.startsWith("_has:")) {
      String[] parts = path.split(":", 4);
      refuse(parts.length < 4);
      has(masks, parts[1], parts[2], parts[3]);
      return;
    }
    int dot = path.indexOf('.');
    String[] first = (dot < 0 ? path : path.substring(0, dot)).split(":", 2);
    refuse(parameters.reveals(masks, type, first[0]));
    if (dot >= 0) {
      Set<String> targets = first.length > 1 ? Set.of(first[1]) : targets(type, first[0]);
      targets.forEach(target -> path(masks, target, path.substring(dot + 1)));
    }
  }

  private Set<String> targets(String type, String parameter) {
    @Nullable RuntimeSearchParam definition =
        type.equals(ANY_TYPE)
            ? null
            : registry.getActiveSearchParam(type, parameter, SearchParamLookupContextEnum.ALL);
    return definition == null || definition.getTargets().isEmpty()
        ? Set.of(ANY_TYPE)
        : definition.getTargets();
  }

  private void filter(Masks masks, String type, String expression) {
    for (FilterPath compared : filters.apply(expression)) {
      refuse(compared.nested());
      path(masks, type, compared.path());
    }
  }

  private void include(Masks masks, Include include) {
    String type = String.valueOf(include.getParamType());
    String source = type.equals("null") ? ANY_TYPE : type;
    String name = String.valueOf(include.getParamName());
    boolean all = name.equals("null") || name.equals(ANY_TYPE);
    refuse(
        all
            ? parameters.someReferenceReveals(masks, source)
            : parameters.reveals(masks, source, name));
  }

  private static void refuse(boolean masked) {
    if (masked) {
      throw MaskRefusal.search();
    }
  }
}
