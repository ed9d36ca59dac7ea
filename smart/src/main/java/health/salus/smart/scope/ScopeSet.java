package health.salus.smart.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole {@code scope} value. Immutable. Scopes that this server does not know are left out.
 *
 * @param named {@code openid}, {@code launch/patient} and the like, in the order written
 * @param clinical scopes on FHIR resources, in the order written, each once
 */
public record ScopeSet(Set<String> named, List<SmartScope> clinical) {
  public static final ScopeSet EMPTY = new ScopeSet(Set.of(), List.of());
  public static final String LAUNCH = "launch";
  public static final String LAUNCH_PATIENT = "launch/patient";
  public static final String LAUNCH_ENCOUNTER = "launch/encounter";
  public static final String OPENID = "openid";
  public static final String FHIR_USER = "fhirUser";
  public static final String PROFILE = "profile";
  public static final String OFFLINE_ACCESS = "offline_access";
  public static final String ONLINE_ACCESS = "online_access";

  /** The known scopes that are not clinical. */
  public static final List<String> KNOWN_NAMES =
      List.of(
          LAUNCH,
          LAUNCH_PATIENT,
          LAUNCH_ENCOUNTER,
          OPENID,
          FHIR_USER,
          PROFILE,
          OFFLINE_ACCESS,
          ONLINE_ACCESS);

  private static final int MAX_SCOPES = 200;
  private static final int MAX_LENGTH = 8192;

  public ScopeSet {
    named = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(named));
    clinical = List.copyOf(new LinkedHashSet<>(clinical));
  }

  /**
   * Reads a scope value.
   *
   * @throws ScopeException if it is too long or holds too many scopes
   */
  public static ScopeSet parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new ScopeException("the scope is longer than " + MAX_LENGTH + " characters");
    }
    List<String> parts =
        Stream.of(text.split(" ", -1)).filter(Predicate.not(String::isEmpty)).toList();
    if (parts.size() > MAX_SCOPES) {
      throw new ScopeException("more than " + MAX_SCOPES + " scopes");
    }
    return of(parts);
  }

  /**
   * Reads a scope value in which every scope must be known.
   *
   * @throws ScopeException also if one of the scopes is not known
   */
  public static ScopeSet parseAll(String text) {
    ScopeSet scopes = parse(text);
    long asked = Stream.of(text.split(" ", -1)).filter(part -> !part.isEmpty()).distinct().count();
    if (scopes.texts().size() != asked) {
      throw new ScopeException("one of the scopes is not known");
    }
    return scopes;
  }

  /** The known ones among these scopes. */
  public static ScopeSet of(Collection<String> parts) {
    Set<String> named = new LinkedHashSet<>();
    List<SmartScope> clinical = new ArrayList<>();
    for (String part : parts) {
      if (KNOWN_NAMES.contains(part)) {
        named.add(part);
      } else {
        SmartScope.parse(part).ifPresent(clinical::add);
      }
    }
    return new ScopeSet(named, clinical);
  }

  public boolean isEmpty() {
    return named.isEmpty() && clinical.isEmpty();
  }

  public boolean has(String name) {
    return named.contains(name);
  }

  public boolean hasContext(ScopeContext context) {
    return clinical.stream().anyMatch(scope -> scope.context() == context);
  }

  /** Whether one of the clinical scopes implies this one. */
  public boolean implies(SmartScope wanted) {
    return clinical.stream().anyMatch(own -> own.implies(wanted));
  }

  /** Whether this set covers all scopes of {@code other}. */
  public boolean implies(ScopeSet other) {
    return named.containsAll(other.named) && other.clinical.stream().allMatch(this::implies);
  }

  /** This set within those limits; a scope may be narrowed. */
  public ScopeSet limitedTo(List<SmartScope> limits) {
    List<SmartScope> left = new ArrayList<>();
    for (SmartScope scope : clinical) {
      if (limits.stream().anyMatch(limit -> limit.implies(scope))) {
        left.add(scope);
      } else {
        limits.stream().flatMap(limit -> scope.intersect(limit).stream()).forEach(left::add);
      }
    }
    return new ScopeSet(named, left);
  }

  public ScopeSet keepNamed(Predicate<String> wanted) {
    return new ScopeSet(
        named.stream().filter(wanted).collect(Collectors.toCollection(LinkedHashSet::new)),
        clinical);
  }

  public ScopeSet keepClinical(Predicate<SmartScope> wanted) {
    return new ScopeSet(named, clinical.stream().filter(wanted).toList());
  }

  /** The scopes one by one, as the standard writes them. */
  public List<String> texts() {
    return Stream.concat(named.stream(), clinical.stream().map(SmartScope::toString)).toList();
  }

  @Override
  public String toString() {
    return String.join(" ", texts());
  }
}
