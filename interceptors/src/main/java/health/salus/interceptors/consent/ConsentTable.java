package health.salus.interceptors.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.jspecify.annotations.Nullable;

/**
 * The consents of one patient, all read once. It is asked with the request and answers with a
 * condition on the data. A consent that cannot be understood makes it deny everything but emergency
 * access, which then depends on what was understood. Immutable, thread-safe.
 *
 * @see <a href="https://hl7.org/fhir/R4/consent.html">Consent</a>
 * @see <a href="https://profiles.ihe.net/ITI/PCF/">IHE Privacy Consent on FHIR</a>
 */
public final class ConsentTable {
  private static final String PRIVACY = "patient-privacy";
  private static final Set<String> GROUPS = Set.of("Organization", "CareTeam", "Group");

  private final String patientId;
  private final List<CompiledConsent> consents;
  private final Combining combining;
  private final List<Fault> faults;

  private ConsentTable(
      String patientId, List<CompiledConsent> consents, Combining combining, List<Fault> faults) {
    this.patientId = patientId;
    this.consents = List.copyOf(consents);
    this.combining = combining;
    this.faults = List.copyOf(faults);
  }

  /**
   * Reads the consents of one patient. Those that are not active, or not about privacy, count for
   * nothing. It never fails: what is wrong with a consent is among the {@link #faults}.
   */
  public static ConsentTable compile(
      String patientId, List<Consent> consents, Combining combining) {
    List<CompiledConsent> compiled = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    for (Consent consent : consents) {
      if (counts(consent)) {
        ConsentCompiler compiler = new ConsentCompiler(consent);
        compiled.add(compiler.compile());
        faults.addAll(compiler.faults());
      }
    }
    return new ConsentTable(patientId, compiled, combining, faults);
  }

  private static boolean counts(Consent consent) {
    @Nullable ConsentState status = consent.getStatus();
    boolean active = status == null || status == ConsentState.ACTIVE || status == ConsentState.NULL;
    Set<String> scopes =
        consent.getScope().getCoding().stream()
            .filter(Coding::hasCode)
            .map(Coding::getCode)
            .collect(Collectors.toSet());
    return active && (scopes.isEmpty() || scopes.contains(PRIVACY));
  }

  /** Logical id of the patient. */
  public String patientId() {
    return patientId;
  }

  /** Which resources of this patient a caller may see. */
  public FactPredicate verdict(ConsentContext context, ImplicitPolicy policy) {
    PurposeOfUse purpose = PurposeOfUse.of(context.purposeOfUse());
    if (isFaulty() && !purpose.isEmergency()) {
      return FactPredicate.NEVER;
    }
    return said(context).otherwise(policy.permits(purpose.asPolicyKnowsIt()));
  }

  /**
   * The same for one resource, rule by rule. It costs more, and tells what only those may know who
   * may see everything of this patient.
   *
   * @param referencesOf as in {@link FactPredicate#test}
   */
  public ConsentExplanation explain(
      ConsentContext context,
      ImplicitPolicy policy,
      ResourceFacts facts,
      Function<String, Set<String>> referencesOf) {
    Inquiry inquiry = new Inquiry(context, policy, facts, referencesOf);
    ConsentExplanation explanation = new Explainer(consents, combining, inquiry).explain();
    return explanation.decision() == ProvisionType.PERMIT
        ? explanation
        : explanation.changedBy(new Alternatives(this, consents, inquiry).find());
  }

  /** The same without some of the consents. */
  ConsentTable without(Predicate<CompiledConsent> dropped) {
    return new ConsentTable(
        patientId, consents.stream().filter(dropped.negate()).toList(), combining, faults);
  }

  private Vote said(ConsentContext context) {
    return switch (combining) {
      case DENY_OVERRIDES ->
          Vote.together(consents.stream().map(consent -> consent.saying(context)).toList());
      case MOST_RECENT -> mostRecent(context);
      case MOST_SPECIFIC -> mostSpecific(context);
    };
  }

  private Vote mostRecent(ConsentContext context) {
    Map<Instant, List<Vote>> byDate = new TreeMap<>(Comparator.reverseOrder());
    for (CompiledConsent consent : consents) {
      byDate
          .computeIfAbsent(consent.dateTime(), date -> new ArrayList<>())
          .add(consent.saying(context));
    }
    return Vote.firstOf(byDate.values().stream().map(Vote::together).toList());
  }

  private Vote mostSpecific(ConsentContext context) {
    List<List<Rule>> applying =
        consents.stream().map(consent -> consent.applying(context)).toList();
    int deepest = applying.stream().mapToInt(CompiledConsent::depth).max().orElse(-1);
    List<Vote> levels = new ArrayList<>();
    for (int depth = deepest; depth >= 0; depth--) {
      int level = depth;
      levels.add(
          Vote.together(applying.stream().map(rules -> CompiledConsent.at(level, rules)).toList()));
    }
    return Vote.firstOf(levels);
  }

  /** When verdicts may next change without a consent being changed, after this instant. */
  public Optional<Instant> nextChange(Instant after) {
    return consents.stream()
        .flatMap(ConsentTable::changes)
        .filter(instant -> instant.isAfter(after))
        .min(Comparator.naturalOrder());
  }

  private static Stream<Instant> changes(CompiledConsent consent) {
    return Stream.concat(
        Stream.of(consent.dateTime()),
        consent.rules().stream()
            .map(rule -> rule.request().period())
            .flatMap(period -> Stream.concat(period.from().stream(), period.to().stream())));
  }

  /** References to all organizations, care teams and groups for which the consents have rules. */
  public Set<String> groupActors() {
    return consents.stream()
        .map(CompiledConsent::rules)
        .flatMap(Collection::stream)
        .flatMap(ConsentTable::groups)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> groups(Rule rule) {
    return rule.request().actors().stream()
        .map(Actor::reference)
        .filter(reference -> GROUPS.contains(reference.type()))
        .flatMap(reference -> reference.forms(rule.type()).stream());
  }

  /** Faults of the consents that count. */
  public List<Fault> faults() {
    return faults;
  }

  private boolean isFaulty() {
    return consents.stream().anyMatch(CompiledConsent::faulty);
  }
}
