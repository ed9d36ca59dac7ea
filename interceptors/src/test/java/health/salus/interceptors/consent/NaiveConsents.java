package health.salus.interceptors.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.jspecify.annotations.Nullable;

/**
 * The rules of docs/spec-clarifications.md once more, as plainly as can be: walks the consents for
 * one request and one resource. The consent table is held to decide alike. It knows only what
 * {@link RandomConsents} makes.
 */
final class NaiveConsents {
  private final ConsentContext context;
  private final ResourceFacts facts;
  private final Function<String, Set<String>> referencesOf;
  private final NaiveRequest request;
  private final NaiveData data;

  NaiveConsents(
      ConsentContext context, ResourceFacts facts, Function<String, Set<String>> referencesOf) {
    this.context = context;
    this.facts = facts;
    this.referencesOf = referencesOf;
    this.request = new NaiveRequest(context);
    this.data = new NaiveData(facts, referencesOf);
  }

  boolean permits(List<Consent> consents, Combining combining, ImplicitPolicy policy) {
    List<Said> said = new ArrayList<>();
    for (Consent consent : consents) {
      boolean privacy = consent.getScope().getCodingFirstRep().getCode().equals("patient-privacy");
      if (consent.getStatus() != ConsentState.ACTIVE || !privacy) {
        continue;
      }
      if (isFaulty(consent) && !request.isEmergency()) {
        return false;
      }
      Instant dateTime =
          consent.hasDateTime()
              ? Instant.parse(consent.getDateTimeElement().getValueAsString() + "T00:00:00Z")
              : Instant.MIN;
      if (!dateTime.isAfter(context.now())) {
        say(consent, dateTime).ifPresent(said::add);
      }
    }
    return said.stream()
        .min(first(combining))
        .map(Said::permits)
        .orElseGet(() -> policy.permits(context.purposeOfUse()).test(facts, referencesOf));
  }

  private static Comparator<Said> first(Combining combining) {
    Comparator<Said> denialFirst = Comparator.comparing(Said::permits);
    return switch (combining) {
      case DENY_OVERRIDES -> denialFirst;
      case MOST_RECENT ->
          Comparator.comparing(Said::dateTime).reversed().thenComparing(denialFirst);
      case MOST_SPECIFIC -> Comparator.comparing(Said::depth).reversed().thenComparing(denialFirst);
    };
  }

  private boolean isFaulty(Consent consent) {
    return consent.hasProvision() ? isFaulty(consent.getProvision()) : option(consent).isEmpty();
  }

  private boolean isFaulty(ProvisionComponent provision) {
    return NaiveRequest.hasFaultyActor(provision)
        || provision.getProvision().stream().anyMatch(this::isFaulty);
  }

  private static Optional<Boolean> option(Consent consent) {
    @Nullable String code = consent.getPolicyRule().getCodingFirstRep().getCode();
    return code == null ? Optional.empty() : Optional.of(code.equals("OPTIN"));
  }

  private Optional<Said> say(Consent consent, Instant dateTime) {
    List<Said> matched = new ArrayList<>();
    boolean faulty = isFaulty(consent);
    boolean limited = false;
    ProvisionComponent root = consent.getProvision();
    Optional<Boolean> option = option(consent);
    boolean ruleIsRoot =
        option.isPresent()
            && (!consent.hasProvision()
                || (root.hasType() && !(option.get() && NaiveRequest.permits(root, option))));
    if (ruleIsRoot
        && !request.isEmergency()
        && (!root.hasPeriod() || NaiveRequest.in(root.getPeriod(), context.now()))) {
      matched.add(new Said(option.get(), 0, dateTime));
    }
    if (consent.hasProvision()) {
      collect(new Walk(dateTime, option, matched), List.of(root), ruleIsRoot ? 1 : 0);
      limited =
          !ruleIsRoot && NaiveRequest.permits(root, option) && request.meets(List.of(root), true);
    }
    if (faulty) {
      matched.removeIf(Said::permits);
      limited = false;
    }
    Optional<Said> deepest =
        matched.stream()
            .min(
                Comparator.comparing(Said::depth)
                    .reversed()
                    .thenComparing(Comparator.comparing(Said::permits)));
    return deepest.isEmpty() && limited ? Optional.of(new Said(false, 0, dateTime)) : deepest;
  }

  private void collect(Walk walk, List<ProvisionComponent> line, int depth) {
    ProvisionComponent provision = line.get(line.size() - 1);
    boolean permit = NaiveRequest.permits(provision, walk.option);
    if (request.meets(line, permit) && data.meets(line, permit, walk.option)) {
      walk.matched.add(new Said(permit, depth, walk.dateTime));
    }
    for (ProvisionComponent nested : provision.getProvision()) {
      List<ProvisionComponent> longer = new ArrayList<>(line);
      longer.add(nested);
      collect(walk, longer, depth + 1);
    }
  }

  private record Said(boolean permits, int depth, Instant dateTime) {}

  private record Walk(Instant dateTime, Optional<Boolean> option, List<Said> matched) {}
}
