package health.salus.smart.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses clinical scopes of versions 1 and 2. It is strict, because a guess would grant access. */
final class ScopeParser {
  private static final String NAMESPACE = "http://smarthealthit.org/fhir/scopes/";
  private static final Pattern SCOPE =
      Pattern.compile(
          "(patient|user|system)/(\\*|[A-Z][A-Za-z]{1,63})\\.(\\*|[a-z]{1,5})(?:\\?(.{1,2000}))?");
  private static final int MAX_PARAMETERS = 10;

  private ScopeParser() {}

  static Optional<SmartScope> parse(String text) {
    String local = text.startsWith(NAMESPACE) ? text.substring(NAMESPACE.length()) : text;
    Matcher matcher = SCOPE.matcher(local);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    ScopeContext context = context(matcher.group(1));
    Optional<Set<ScopeInteraction>> old = Version1.parse(matcher.group(3));
    Optional<Set<ScopeInteraction>> interactions =
        old.isPresent() ? old : ScopeInteraction.parse(matcher.group(3));
    Optional<List<ScopeParameter>> parameters =
        Optional.ofNullable(matcher.group(4))
            .map(ScopeParser::parameters)
            .orElse(Optional.of(List.of()));
    String type = matcher.group(2);
    if (interactions.isEmpty() || parameters.isEmpty()) {
      return Optional.empty();
    }
    boolean granular = !parameters.get().isEmpty();
    if (granular && (old.isPresent() || type.equals(SmartScope.ANY_TYPE))) {
      return Optional.empty();
    }
    return Optional.of(
        new SmartScope(context, type, interactions.get(), parameters.get(), old.isPresent()));
  }

  private static ScopeContext context(String code) {
    for (ScopeContext context : ScopeContext.values()) {
      if (context.code().equals(code)) {
        return context;
      }
    }
    throw new IllegalArgumentException("no scope context: " + code);
  }

  private static Optional<List<ScopeParameter>> parameters(String query) {
    List<ScopeParameter> parameters = new ArrayList<>();
    for (String part : query.split("&", -1)) {
      Optional<ScopeParameter> parameter = ScopeParameter.parse(part);
      if (parameter.isEmpty() || parameters.size() == MAX_PARAMETERS) {
        return Optional.empty();
      }
      parameters.add(parameter.get());
    }
    return Optional.of(parameters);
  }
}
