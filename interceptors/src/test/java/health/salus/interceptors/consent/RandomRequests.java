package health.salus.interceptors.consent;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Random requests and resources, in the words of {@link RandomConsents}. */
final class RandomRequests {
  private static final List<String> ASKED =
      List.of("TREAT", "TREAT", "COC", "CLINTRCHPC", "HQUALIMP", "BTG", "ETREAT", "HPAYMT");

  private final RandomGenerator random;
  private final Choice choice;

  RandomRequests(RandomGenerator random) {
    this.random = random;
    this.choice = new Choice(random);
  }

  ConsentContext context() {
    return new ConsentContext(
        choice.some(RandomConsents.ACTORS),
        choice.some(List.of("nurse", "researcher")),
        choice.one(ASKED),
        choice.oneIn(4) ? "disclose" : "access",
        instant());
  }

  Instant instant() {
    return Instant.parse(choice.one(RandomConsents.DAYS) + "T12:00:00Z");
  }

  ResourceFacts facts() {
    String address = choice.one(RandomConsents.ADDRESSES);
    Optional<Instant> from = choice.oneIn(4) ? Optional.empty() : Optional.of(instant());
    Optional<Instant> to =
        choice.oneIn(4)
            ? Optional.empty()
            : Optional.of(from.orElseGet(this::instant).plusSeconds(random.nextInt(1, 10_000_000)));
    Set<Long> codes = new HashSet<>();
    choice
        .some(RandomConsents.CODES)
        .forEach(code -> codes.add(ResourceFacts.code(RandomConsents.CODE_SYSTEM, code)));
    Set<String> labels = new HashSet<>();
    choice.some(RandomConsents.CODES).forEach(code -> labels.add("http://other|" + code));
    return new ResourceFacts(
        address.substring(0, address.indexOf('/')),
        address,
        Set.of("1"),
        choice.one(List.of(Confidentiality.values())),
        choice.some(RandomConsents.SENSITIVITIES),
        labels,
        from,
        to,
        choice.some(RandomConsents.AUTHORS),
        choice.some(RandomConsents.ADDRESSES),
        codes);
  }

  Map<String, Set<String>> references() {
    return Map.of(
        "Encounter/1",
        choice.some(RandomConsents.ADDRESSES),
        "Observation/2",
        choice.some(RandomConsents.ADDRESSES));
  }

  ImplicitPolicy policy() {
    return choice.one(List.of(ImplicitPolicy.values()));
  }
}
