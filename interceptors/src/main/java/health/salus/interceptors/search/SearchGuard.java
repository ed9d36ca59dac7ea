package health.salus.interceptors.search;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import health.salus.interceptors.error.ErrorCode;
import health.salus.interceptors.error.Outcomes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * Refuses search parameters, modifiers and control values that would otherwise be ignored: an
 * ignored parameter finds more than was asked for. {@code Prefer: handling=lenient} drops unknown
 * parameters instead, as FHIR allows.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#errors">Search: handling errors</a>
 */
@Interceptor
public final class SearchGuard {
  private static final Set<String> CONTROLS =
      Set.of(
          "_sort",
          "_count",
          "_offset",
          "_include",
          "_revinclude",
          "_summary",
          "_total",
          "_elements",
          "_contained",
          "_containedType",
          "_format",
          "_pretty",
          "_type",
          "_at",
          "_since");
  private static final Set<String> COMMON =
      Set.of("_id", "_lastUpdated", "_tag", "_profile", "_security", "_source", "_language");
  private static final Map<String, Set<String>> CLOSED_VALUES =
      Map.of(
          "_total", Set.of("none", "estimate", "accurate"),
          "_summary", Set.of("true", "text", "data", "count", "false"),
          "_pretty", Set.of("true", "false"));
  private static final Map<RestSearchParameterTypeEnum, Set<String>> MODIFIERS =
      Map.of(
          RestSearchParameterTypeEnum.STRING, Set.of("exact", "contains", "missing"),
          RestSearchParameterTypeEnum.TOKEN,
              Set.of("not", "missing", "of-type", "in", "not-in", "above", "below"),
          RestSearchParameterTypeEnum.REFERENCE, Set.of("missing", "identifier", "above", "below"),
          RestSearchParameterTypeEnum.URI, Set.of("missing", "above", "below"),
          RestSearchParameterTypeEnum.DATE, Set.of("missing"),
          RestSearchParameterTypeEnum.NUMBER, Set.of("missing"),
          RestSearchParameterTypeEnum.QUANTITY, Set.of("missing"),
          RestSearchParameterTypeEnum.COMPOSITE, Set.of("missing"));

  /** How every filter begins; HAPI's parser runs off the end of what does not. */
  private static final Pattern FILTER =
      Pattern.compile("\\s*\\(*\\s*(not\\s*\\()?[^\\s()]+\\s+\\w+\\s+\\S");

  private final ISearchParamRegistry registry;

  public SearchGuard(ISearchParamRegistry registry) {
    this.registry = registry;
  }

  /** Refuses what no parameter may hold, whatever the request. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public void refuseNul(RequestDetails request) {
    if (holdsNul(request.getRequestPath())) {
      throw refusal(ErrorCode.PARAMETER_VALUE, "The path holds a NUL character; remove it");
    }
    if (String.valueOf(request.getCompleteUrl()).contains("%00")) { // HAPI drops it from names
      throw refusal(ErrorCode.PARAMETER_VALUE, "The URL holds a NUL character; remove it");
    }
    for (Map.Entry<String, String[]> parameter : request.getParameters().entrySet()) {
      boolean nul = holdsNul(parameter.getKey());
      for (String value : parameter.getValue()) {
        nul |= holdsNul(value);
      }
      if (nul) {
        throw refusal(ErrorCode.PARAMETER_VALUE, "A parameter holds a NUL character; remove it");
      }
    }
  }

  /** Checks every parameter of a search, also of a search inside a bundle. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
  public void check(RequestDetails request) {
    @Nullable RestOperationTypeEnum type = request.getRestOperationType();
    checkCount(request);
    if (type != RestOperationTypeEnum.SEARCH_TYPE) {
      return;
    }
    Map<String, String[]> kept = new HashMap<>();
    boolean lenient = lenient(request);
    for (Map.Entry<String, String[]> parameter : request.getParameters().entrySet()) {
      @Nullable InvalidRequestException refusal =
          refusalOf(request.getResourceName(), parameter.getKey(), parameter.getValue());
      if (refusal == null) {
        kept.put(parameter.getKey(), parameter.getValue());
      } else if (!lenient) {
        throw refusal;
      }
    }
    if (kept.size() < request.getParameters().size()) {
      request.setParameters(kept);
    }
  }

  private void checkCount(RequestDetails request) {
    for (String name : new String[] {"_count", "_offset"}) {
      String @Nullable [] values = request.getParameters().get(name);
      if (values == null) {
        continue;
      }
      for (String value : values) {
        if (!value.matches("\\d{1,9}")) {
          throw refusal(
              ErrorCode.PARAMETER_VALUE, name + " must be a whole number that is not negative");
        }
      }
    }
  }

  private @Nullable InvalidRequestException refusalOf(
      @Nullable String resourceType, String parameter, String[] values) {
    if (parameter.equals("_filter")) {
      boolean sentences = Stream.of(values).allMatch(value -> FILTER.matcher(value).lookingAt());
      return sentences
          ? null
          : refusal(
              ErrorCode.PARAMETER_VALUE,
              "_filter must be conditions of parameter, operator, value");
    }
    if (parameter.startsWith("_has:")) {
      return null; // HAPI reads these itself and refuses what it does not know
    }
    int colon = parameter.indexOf(':');
    int dot = parameter.indexOf('.');
    int end = colon < 0 ? dot : dot < 0 ? colon : Math.min(colon, dot);
    String name = end < 0 ? parameter : parameter.substring(0, end);
    if (CONTROLS.contains(name)) {
      return controlRefusal(resourceType, name, values);
    }
    @Nullable RuntimeSearchParam definition =
        registry.getActiveSearchParam(resourceType, name, SearchParamLookupContextEnum.SEARCH);
    if (definition == null && !COMMON.contains(name)) {
      return refusal(
          ErrorCode.PARAMETER_UNKNOWN,
          "%s has no search parameter %s; the CapabilityStatement lists those there are"
              .formatted(searched(resourceType), printable(name)));
    }
    if (definition == null || dot >= 0 || colon < 0) {
      return null;
    }
    String modifier = parameter.substring(colon + 1);
    Set<String> known = MODIFIERS.getOrDefault(definition.getParamType(), Set.of("missing"));
    boolean targetType =
        definition.getParamType() == RestSearchParameterTypeEnum.REFERENCE
            && !modifier.isEmpty()
            && Character.isUpperCase(modifier.charAt(0));
    if (known.contains(modifier) || targetType || modifier.equals("mdm")) {
      return null;
    }
    return refusal(
        ErrorCode.MODIFIER_UNKNOWN,
        "The modifier :%s is not supported for %s; supported are %s"
            .formatted(printable(modifier), name, known.stream().sorted().toList()));
  }

  private @Nullable InvalidRequestException controlRefusal(
      @Nullable String resourceType, String name, String[] values) {
    @Nullable Set<String> closed = CLOSED_VALUES.get(name);
    for (String value : values) {
      if (closed != null && !closed.contains(value.toLowerCase(Locale.ROOT))) {
        return refusal(
            ErrorCode.PARAMETER_VALUE,
            "%s must be one of %s".formatted(name, closed.stream().sorted().toList()));
      }
      if (name.equals("_sort")) {
        @Nullable InvalidRequestException refusal = sortRefusal(resourceType, value);
        if (refusal != null) {
          return refusal;
        }
      }
    }
    return null;
  }

  private @Nullable InvalidRequestException sortRefusal(
      @Nullable String resourceType, String value) {
    for (String key : value.split(",", -1)) {
      String stripped = key.strip();
      String name = stripped.startsWith("-") ? stripped.substring(1) : stripped;
      int dot = name.indexOf('.');
      String first = dot < 0 ? name : name.substring(0, dot);
      int colon = first.indexOf(':');
      String base = colon < 0 ? first : first.substring(0, colon);
      boolean known =
          COMMON.contains(base)
              || base.equals("_score")
              || registry.getActiveSearchParam(
                      resourceType, base, SearchParamLookupContextEnum.SORT)
                  != null;
      if (!known) {
        return refusal(
            ErrorCode.PARAMETER_UNKNOWN,
            "%s cannot be sorted by %s".formatted(searched(resourceType), printable(base)));
      }
    }
    return null;
  }

  private static String searched(@Nullable String resourceType) {
    return resourceType == null ? "A search across types" : resourceType;
  }

  private static boolean lenient(RequestDetails request) {
    @Nullable String prefer = request.getHeader("Prefer");
    return prefer != null && prefer.replace(" ", "").contains("handling=lenient");
  }

  private static boolean holdsNul(@Nullable String text) {
    return text != null && text.indexOf('\0') >= 0;
  }

  private static String printable(String name) {
    return name.length() > 64 || !name.matches("[\\w:.\\-]*") ? "of this name" : name;
  }

  private static InvalidRequestException refusal(ErrorCode code, String text) {
    OperationOutcome outcome = Outcomes.of(IssueType.INVALID, code, text);
    return new InvalidRequestException(text, outcome);
  }
}
