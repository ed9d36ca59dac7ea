package health.salus.server.consent;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import health.salus.interceptors.consent.ConsentContext;
import health.salus.interceptors.consent.Disclosure;
import health.salus.interceptors.consent.FactPredicate;
import health.salus.interceptors.consent.ImplicitPolicy;
import health.salus.interceptors.consent.ProxyPolicy;
import health.salus.server.consent.ConsentIndex.View;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Computes what patients disclose to a caller, as of the start of a request. One short query per
 * request checks for changes, one more is needed if a consent names a group of people; the rest is
 * in memory. Thread-safe.
 */
public final class Disclosures {
  private static final String ACCESS = "access";

  /** Kinds of callers, by person, roles and memberships, that are kept. */
  private static final int MAX_CALLERS = 10_000;

  private final ConsentConfig config;
  private final ConsentIndex index;
  private final CallerFacts callerFacts;
  private final ProxiesAsSystem proxies;
  private final ProxyPolicy proxyPolicy;
  private final Clock clock;
  private final Cache<Key, View> views = Caffeine.newBuilder().maximumSize(MAX_CALLERS).build();

  public Disclosures(ConsentConfig config, DataSource dataSource, DaoRegistry daos, Clock clock) {
    this.config = config;
    this.callerFacts = new CallerFacts(dataSource);
    this.index =
        new ConsentIndex(
            dataSource,
            new ConsentsAsSystem(daos)::of,
            callerFacts::emergencies,
            config.policy(),
            config.combining());
    this.proxies = new ProxiesAsSystem(daos);
    this.proxyPolicy =
        new ProxyPolicy(config.majority(), config.confidentialFrom(), config.confidentialLabels());
    this.clock = clock;
  }

  /** Reads all consents, so that the first request need not wait for that. */
  public void prepare() {
    index.catchUp(callerFacts.version());
  }

  private record Key(Set<String> actors, Set<String> roles, String purposeOfUse) {}

  /** The purpose of use of a caller with these roles; none that anybody knows for no known role. */
  public String purposeOfUse(Collection<String> roles) {
    return config.purposes().entrySet().stream()
        .filter(entry -> roles.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("UNKNOWN");
  }

  /**
   * The disclosure to this caller now.
   *
   * @param person relative reference; empty for a service
   */
  public Disclosure of(Optional<String> person, Set<String> roles) {
    return isExempt(roles) ? Disclosure.EXEMPT : of(situation(person, roles, Optional.empty()));
  }

  /**
   * Who asks, and how things are when the question is asked.
   *
   * @param emergencies patients for whom the glass is broken, and for which purpose
   */
  record Situation(
      Optional<String> person, ConsentContext context, Map<String, String> emergencies) {}

  /**
   * Looks at how things are.
   *
   * @param purposeOfUse empty for the one that goes with the roles
   */
  Situation situation(Optional<String> person, Set<String> roles, Optional<String> purposeOfUse) {
    index.catchUp(callerFacts.version());
    Set<String> actors = new HashSet<>();
    if (person.isPresent()) {
      actors.add(person.get());
      if (!index.groupActors().isEmpty()) {
        Set<String> bodies = callerFacts.memberOf(person.get());
        bodies.retainAll(index.groupActors());
        actors.addAll(bodies);
      }
    }
    Instant now = clock.instant();
    String purpose = purposeOfUse.orElseGet(() -> purposeOfUse(roles));
    return new Situation(
        person,
        new ConsentContext(actors, roles, purpose, ACCESS, now),
        person.map(who -> index.emergencies(who, now)).orElse(Map.of()));
  }

  Disclosure of(Situation situation) {
    ConsentContext context = situation.context();
    if (isExempt(context.roles())) {
      return Disclosure.EXEMPT;
    }
    Disclosure disclosure = view(context).disclosure();
    if (situation.person().isPresent()) {
      disclosure = own(disclosure, situation.person().get(), context);
    }
    for (Map.Entry<String, String> emergency : situation.emergencies().entrySet()) {
      disclosure = disclosure.with(emergency.getKey(), inEmergency(emergency, context));
    }
    return disclosure;
  }

  boolean isExempt(Set<String> roles) {
    return !Collections.disjoint(config.exemptRoles(), roles);
  }

  ConsentIndex index() {
    return index;
  }

  private View view(ConsentContext context) {
    Key key = new Key(context.actors(), context.roles(), context.purposeOfUse());
    @Nullable View known = views.getIfPresent(key);
    if (known != null && index.isCurrent(known) && !known.isStale(context.now())) {
      return known;
    }
    View view = index.view(context, known == null ? View.NONE : known);
    views.put(key, view);
    return view;
  }

  /** A patient sees the own record, whatever is said to others; a proxy what the policy gives. */
  private Disclosure own(Disclosure disclosure, String person, ConsentContext context) {
    if (person.startsWith("Patient/")) {
      return disclosure.with(person.substring("Patient/".length()), FactPredicate.ALWAYS);
    }
    if (!person.startsWith("RelatedPerson/")) {
      return disclosure;
    }
    return proxies
        .of(person)
        .map(proxy -> disclosure.with(proxy.patient(), byProxy(proxy, context)))
        .orElse(disclosure);
  }

  private FactPredicate byProxy(ProxiesAsSystem.Proxy proxy, ConsentContext context) {
    LocalDate today = LocalDate.ofInstant(context.now(), ZoneOffset.UTC);
    return proxyPolicy.permits(
        proxy.parental(),
        proxy.birthDate(),
        today,
        index.verdict(proxy.patient(), context),
        index.table(proxy.patient()).verdict(context, ImplicitPolicy.DENY));
  }

  private FactPredicate inEmergency(Map.Entry<String, String> emergency, ConsentContext context) {
    return index
        .table(emergency.getKey())
        .verdict(context.forPurpose(emergency.getValue()), ImplicitPolicy.BREAK_GLASS_ONLY);
  }
}
