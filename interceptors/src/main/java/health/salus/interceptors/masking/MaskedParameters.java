package health.salus.interceptors.masking;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import health.salus.interceptors.masking.IndexedElements.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which search parameters would tell a caller of masked elements. A rule for labelled resources
 * counts for all of the type, so that the answer never depends on data. Thread-safe.
 */
public final class MaskedParameters {
  private static final Set<String> FULL_TEXT = Set.of("_text", "_content");

  /** Parameters that the server keeps of every resource and no rule can mask. */
  private static final Set<String> NEVER =
      Set.of("_id", "_lastUpdated", "_tag", "_profile", "_security", "_source");

  private final ISearchParamRegistry registry;
  private final MaskOverlap overlap;

  public MaskedParameters(FhirContext fhirContext, ISearchParamRegistry registry) {
    this.registry = registry;
    this.overlap = new MaskOverlap(new ElementModel(fhirContext));
  }

  /**
   * Whether a parameter of a type, without modifier and chain, looks at a masked element.
   *
   * @param type {@code *} if it may be any
   */
  public boolean reveals(Masks masks, String type, String parameter) {
    return reveals(masks, type, parameter, rule -> true);
  }

  /**
   * The same for a token with a system, without a modifier: a rule that masks the identifiers of
   * one system leaves those of others open.
   */
  public boolean reveals(Masks masks, String type, String parameter, String system) {
    return reveals(masks, type, parameter, rule -> !rule.path().isLimitedToOther(system));
  }

  private boolean reveals(
      Masks masks, String type, String parameter, Predicate<MaskingRule> counting) {
    if (type.equals(MaskingRule.ANY_TYPE)) {
      return masks.types().stream().anyMatch(each -> reveals(masks, each, parameter, counting));
    }
    List<MaskingRule> rules = masks.of(type).stream().filter(counting).toList();
    if (rules.isEmpty() || NEVER.contains(parameter)) {
      return false;
    }
    if (FULL_TEXT.contains(parameter)) {
      return true;
    }
    @Nullable RuntimeSearchParam definition =
        registry.getActiveSearchParam(type, parameter, SearchParamLookupContextEnum.ALL);
    return definition != null && reveals(rules, type, definition);
  }

  /** Whether following some reference of a type would, for an include of all of them. */
  public boolean someReferenceReveals(Masks masks, String type) {
    return someReveals(masks, type, RestSearchParameterTypeEnum.REFERENCE);
  }

  /** Whether some date would, for what asks for all that lies in a period. */
  public boolean someDateReveals(Masks masks, String type) {
    return someReveals(masks, type, RestSearchParameterTypeEnum.DATE);
  }

  private boolean someReveals(Masks masks, String type, RestSearchParameterTypeEnum kind) {
    if (type.equals(MaskingRule.ANY_TYPE)) {
      return masks.types().stream().anyMatch(each -> someReveals(masks, each, kind));
    }
    return !masks.of(type).isEmpty()
        && registry.getActiveSearchParams(type, SearchParamLookupContextEnum.ALL).values().stream()
            .filter(each -> each.getParamType() == kind)
            .filter(each -> !NEVER.contains(each.getName()))
            .anyMatch(each -> reveals(masks.of(type), type, each));
  }

  /** Whether the identifier of a resource of this type, as a reference has it, is masked. */
  public static boolean masksIdentifier(Masks masks, String type) {
    if (type.equals(MaskingRule.ANY_TYPE)) {
      return masks.types().stream().anyMatch(each -> masksIdentifier(masks, each));
    }
    return masks.of(type).stream()
        .anyMatch(rule -> rule.path().first().filter("identifier"::equals).isPresent());
  }

  private boolean reveals(List<MaskingRule> rules, String type, RuntimeSearchParam parameter) {
    if (parameter.getParamType() == RestSearchParameterTypeEnum.COMPOSITE) {
      return parameter.getComponents().isEmpty()
          || parameter.getComponents().stream()
              .map(RuntimeSearchParam.Component::getReference)
              .anyMatch(url -> componentReveals(rules, type, url));
    }
    List<Place> places = IndexedElements.of(parameter, type);
    if (places.isEmpty()) {
      return true;
    }
    Optional<RestSearchParameterTypeEnum> kind = Optional.of(parameter.getParamType());
    return rules.stream()
        .anyMatch(
            rule ->
                places.stream()
                    .anyMatch(
                        place ->
                            overlap.masks(rule.path(), type, place, kind)
                                || (place.path().contains("extension")
                                    && !rule.extensions().isEmpty())));
  }

  private boolean componentReveals(List<MaskingRule> rules, String type, String url) {
    @Nullable RuntimeSearchParam component =
        registry.getActiveSearchParamByUrl(url, SearchParamLookupContextEnum.ALL);
    return component == null || reveals(rules, type, component);
  }
}
