package health.salus.server.consent;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import health.salus.interceptors.consent.Combining;
import health.salus.interceptors.consent.ConsentContext;
import health.salus.interceptors.consent.ConsentTable;
import health.salus.interceptors.consent.Disclosure;
import health.salus.interceptors.consent.FactPredicate;
import health.salus.interceptors.consent.Fault;
import health.salus.interceptors.consent.ImplicitPolicy;
import health.salus.server.consent.CallerFacts.Emergency;
import health.salus.storage.forget.ForgottenPatients;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Consent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decision tables of all patients who have consents, as this node knows them.
 *
 * <p>Every change of a consent has a number in the database ({@link ConsentLog}). A request reads
 * the newest number when it starts, and this class first takes in all changes up to it; so a change
 * holds for every request on every node that starts after it was committed. A table that cannot be
 * read stops the request, and so does a consent that cannot be understood stop its patient's data:
 * what is unreadable denies. Thread-safe.
 */
public final class ConsentIndex {
  private static final Logger LOG = LoggerFactory.getLogger(ConsentIndex.class);

  private final DataSource dataSource;
  private final Function<Set<String>, Map<String, List<Consent>>> consents;
  private final ImplicitPolicy policy;
  private final Combining combining;
  private final Map<String, ConsentTable> tables = new ConcurrentHashMap<>();
  private final Map<String, Long> changed = new HashMap<>();
  private final Supplier<List<Emergency>> allEmergencies;
  private volatile List<Emergency> emergencies = List.of();
  private volatile Set<String> groupActors = Set.of();
  private volatile long version = -1;

  ConsentIndex(
      DataSource dataSource,
      Function<Set<String>, Map<String, List<Consent>>> consents,
      Supplier<List<Emergency>> allEmergencies,
      ImplicitPolicy policy,
      Combining combining) {
    this.dataSource = dataSource;
    this.consents = consents;
    this.allEmergencies = allEmergencies;
    this.policy = policy;
    this.combining = combining;
  }

  /** Whether no consent was taken in since this was made. */
  boolean isCurrent(View view) {
    return view.version() == version;
  }

  /** Patients for whom a person has broken the glass, and for which purpose. */
  Map<String, String> emergencies(String person, Instant now) {
    Map<String, String> held = new HashMap<>();
    for (Emergency emergency : emergencies) {
      if (emergency.holds(person, now)) {
        held.put(emergency.patient(), emergency.purpose());
      }
    }
    return held;
  }

  /** Organizations, care teams and groups for which some consent has a rule. */
  Set<String> groupActors() {
    return groupActors;
  }

  /** Takes in all changes up to this number, if that was not done before. */
  void catchUp(long number) {
    if (version < number) {
      refresh(number);
    }
  }

  private synchronized void refresh(long number) {
    if (version >= number) {
      return;
    }
    Map<String, Long> news = changesSince(version);
    Set<String> forgotten = forgottenAmong(news.keySet());
    forgotten.forEach(patient -> tables.put(patient, closed(patient)));
    Set<String> others = new HashSet<>(news.keySet());
    others.removeAll(forgotten);
    read(others)
        .forEach(
            (patient, theirs) -> {
              if (theirs.isEmpty()) {
                tables.remove(patient);
              } else {
                tables.put(patient, compiled(patient, theirs));
              }
            });
    changed.putAll(news);
    emergencies = List.copyOf(allEmergencies.get());
    groupActors =
        tables.values().stream()
            .flatMap(table -> table.groupActors().stream())
            .collect(Collectors.toUnmodifiableSet());
    version = Math.max(number, news.values().stream().max(Long::compare).orElse(number));
  }

  /** A consent whose stored text is broken counts as one that cannot be understood. */
  private Map<String, List<Consent>> read(Set<String> patients) {
    try {
      return consents.apply(patients);
    } catch (DataFormatException | ResourceGoneException | UnclassifiedServerFailureException e) {
      if (patients.size() == 1) {
        LOG.error("ALERT: a stored Consent cannot be read, so its patient's data is denied");
        return Map.of(patients.iterator().next(), List.of(new Consent()));
      }
      Map<String, List<Consent>> found = new HashMap<>();
      patients.forEach(patient -> found.putAll(read(Set.of(patient))));
      return found;
    }
  }

  private ConsentTable compiled(String patient, List<Consent> theirs) {
    ConsentTable table = ConsentTable.compile(patient, theirs, combining);
    for (Fault fault : table.faults()) {
      LOG.error(
          "ALERT: Consent/{} cannot be understood at {} ({}), so its patient's data is denied",
          fault.consentId(),
          fault.path(),
          fault.code());
    }
    return table;
  }

  /** An unreadable consent denies; the consents of a forgotten patient stay unreadable for good. */
  private ConsentTable closed(String patient) {
    return ConsentTable.compile(patient, List.of(new Consent()), combining);
  }

  private Set<String> forgottenAmong(Set<String> patients) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT patient FROM salus.consent_change WHERE consent = ? AND patient = ANY (?)")) {
      select.setString(1, ForgottenPatients.MARK);
      select.setArray(2, connection.createArrayOf("text", patients.toArray()));
      Set<String> forgotten = new HashSet<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          forgotten.add(rows.getString(1));
        }
      }
      return forgotten;
    } catch (SQLException e) {
      throw new IllegalStateException("The forgotten patients cannot be read", e);
    }
  }

  private Map<String, Long> changesSince(long known) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT patient, max(version) FROM salus.consent_change WHERE version > ?"
                    + " GROUP BY patient")) {
      select.setLong(1, known);
      Map<String, Long> changes = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          changes.put(rows.getString(1), rows.getLong(2));
        }
      }
      return changes;
    } catch (SQLException e) {
      throw new IllegalStateException("The changes of consents cannot be read", e);
    }
  }

  /** What one patient allows. */
  FactPredicate verdict(String patient, ConsentContext context) {
    ConsentTable table = tables.get(patient);
    return table == null ? others(context) : table.verdict(context, policy);
  }

  /** The table of a patient, empty if there are no consents. */
  ConsentTable table(String patient) {
    ConsentTable table = tables.get(patient);
    return table == null ? ConsentTable.compile(patient, List.of(), combining) : table;
  }

  ImplicitPolicy policy() {
    return policy;
  }

  private FactPredicate others(ConsentContext context) {
    return ConsentTable.compile("", List.of(), combining).verdict(context, policy);
  }

  /**
   * The permissions of all patients, computed again where consents have changed.
   *
   * @param earlier what was found before for the same caller, or an empty view
   */
  synchronized View view(ConsentContext context, View earlier) {
    FactPredicate others = others(context);
    Map<String, FactPredicate> special = new HashMap<>(earlier.special());
    Set<String> stale = new HashSet<>();
    if (earlier.version() < 0 || earlier.isStale(context.now())) {
      special.clear();
      stale.addAll(tables.keySet());
    } else {
      changed.forEach(
          (patient, number) -> {
            if (number > earlier.version()) {
              stale.add(patient);
            }
          });
    }
    for (String patient : stale) {
      FactPredicate verdict = verdict(patient, context);
      if (verdict.equals(others)) {
        special.remove(patient);
      } else {
        special.put(patient, verdict);
      }
    }
    return new View(version, special, disclosure(others, special), nextChange(context));
  }

  private static Disclosure disclosure(FactPredicate others, Map<String, FactPredicate> special) {
    Map<FactPredicate, Set<String>> groups = new HashMap<>();
    special.forEach(
        (patient, verdict) -> groups.computeIfAbsent(verdict, key -> new HashSet<>()).add(patient));
    return new Disclosure(false, others, others, groups);
  }

  private Instant nextChange(ConsentContext context) {
    return tables.values().stream()
        .flatMap(table -> table.nextChange(context.now()).stream())
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  /**
   * What all patients allow one kind of caller.
   *
   * @param version number of the last change that it knows
   * @param special what those patients allow who do not allow what the others do
   * @param until when some period begins or ends
   */
  record View(
      long version, Map<String, FactPredicate> special, Disclosure disclosure, Instant until) {
    static final View NONE = new View(-1, Map.of(), Disclosure.EXEMPT, Instant.MIN);

    View {
      special = Map.copyOf(special);
    }

    boolean isStale(Instant now) {
      return !now.isBefore(until);
    }
  }
}
