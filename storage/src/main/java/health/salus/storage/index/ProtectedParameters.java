package health.salus.storage.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import health.salus.interceptors.masking.MaskedParameters;
import health.salus.interceptors.masking.MaskingRule;
import health.salus.interceptors.masking.Masks;
import health.salus.interceptors.masking.ParameterTypes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which search parameters are protected: all that read a protected element, including those
 * defined by clients. Thread-safe. A decision is kept until the parameter gets another definition.
 */
final class ProtectedParameters {
  private static final Set<String> DATES = Set.of("date", "dateTime", "instant");
  private static final Set<String> CODES = Set.of("CodeableConcept", "Coding");

  private final boolean byLabel;
  private final Masks elements;
  private final MaskedParameters masked;
  private final ParameterTypes types;
  private final ISearchParamRegistry registry;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  ProtectedParameters(
      SealedSearchConfig config, FhirContext fhirContext, ISearchParamRegistry registry) {
    this.byLabel = !config.labels().isEmpty();
    this.elements = config.policy(fhirContext).all();
    this.masked = new MaskedParameters(fhirContext, registry);
    this.types = new ParameterTypes(fhirContext);
    this.registry = registry;
  }

  /**
   * The protection of a parameter.
   *
   * @param indexed the name as the index has it, which may end in {@code :of-type}
   */
  @SuppressWarnings("ReferenceEquality") // another object is another version of the parameter
  Protection of(String type, String indexed) {
    String name = plain(indexed);
    @Nullable RuntimeSearchParam definition = definition(type, name);
    if (definition == null) {
      return undefined(name);
    }
    String key = type + "." + name;
    @Nullable Known before = known.get(key);
    if (before != null && before.definition == definition) {
      return before.protection;
    }
    Protection protection = decide(type, definition);
    known.put(key, new Known(definition, protection));
    return protection;
  }

  @Nullable RuntimeSearchParam definition(String type, String name) {
    return registry.getActiveSearchParam(type, name, SearchParamLookupContextEnum.ALL);
  }

  private static String plain(String indexed) {
    String suffix = Constants.PARAMQUALIFIER_TOKEN_OF_TYPE;
    return indexed.endsWith(suffix)
        ? indexed.substring(0, indexed.length() - suffix.length())
        : indexed;
  }

  /**
   * A parameter of the server itself, a chain that is indexed as one parameter, or one whose
   * definition has just been withdrawn.
   */
  private Protection undefined(String name) {
    if (name.startsWith("_")) {
      return Protection.OPEN;
    }
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return Protection.WITHHELD;
    }
    return masked.reveals(elements, MaskingRule.ANY_TYPE, name.substring(dot + 1))
        ? Protection.WITHHELD
        : Protection.OPEN;
  }

  private Protection decide(String type, RuntimeSearchParam parameter) {
    boolean seal = masked.reveals(elements, type, parameter.getName());
    return switch (parameter.getParamType()) {
      case STRING, URI -> seal ? Protection.SEALED : Protection.OPEN;
      case TOKEN -> seal ? Protection.SEALED : code(type, parameter);
      case DATE -> seal ? date(type, parameter) : Protection.OPEN;
      case NUMBER, QUANTITY, SPECIAL -> seal ? Protection.WITHHELD : Protection.OPEN;
      case REFERENCE, COMPOSITE, HAS -> Protection.OPEN; // references tell no value
    };
  }

  private Protection code(String type, RuntimeSearchParam parameter) {
    if (!byLabel || parameter.getName().startsWith("_")) {
      return Protection.OPEN;
    }
    Set<String> found = types.of(parameter, type);
    return found.isEmpty() || found.stream().anyMatch(CODES::contains)
        ? Protection.BY_LABEL
        : Protection.OPEN;
  }

  /** Calendar nodes know days, months and years, no periods. */
  private Protection date(String type, RuntimeSearchParam parameter) {
    Set<String> found = types.of(parameter, type);
    return !found.isEmpty() && DATES.containsAll(found) ? Protection.SEALED : Protection.WITHHELD;
  }

  private record Known(RuntimeSearchParam definition, Protection protection) {}
}
