package health.salus.interceptors.consent;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The only things that consent needs to know of a resource.
 *
 * @param address relative reference, such as {@code Observation/1}
 * @param patients logical ids of the patients to whom it belongs; all of them have a say
 * @param confidentiality the highest level of its labels; {@code N} without one, {@code R} if there
 *     is only a sensitivity
 * @param sensitivities codes of v3-ActCode among its labels, such as {@code PSY}
 * @param labels its other labels, as {@code system|code}
 * @param from when what it tells of began; empty if it does not say
 * @param to when that ended, exclusive; empty if it does not say or goes on
 * @param authors relative references of those who made or recorded it
 * @param references relative references to all that it names
 * @param codes {@link #code hashes} of all codings in it
 */
public record ResourceFacts(
    String type,
    String address,
    Set<String> patients,
    Confidentiality confidentiality,
    Set<String> sensitivities,
    Set<String> labels,
    Optional<Instant> from,
    Optional<Instant> to,
    Set<String> authors,
    Set<String> references,
    Set<Long> codes) {
  public static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  public ResourceFacts {
    patients = Set.copyOf(patients);
    sensitivities = Set.copyOf(sensitivities);
    labels = Set.copyOf(labels);
    authors = Set.copyOf(authors);
    references = Set.copyOf(references);
    codes = Set.copyOf(codes);
  }

  /** The same, also protected as another resource is. */
  public ResourceFacts withProtectionOf(ResourceFacts other) {
    return new ResourceFacts(
        type,
        address,
        union(patients, other.patients),
        confidentiality.compareTo(other.confidentiality) < 0
            ? other.confidentiality
            : confidentiality,
        union(sensitivities, other.sensitivities),
        union(labels, other.labels),
        from,
        to,
        authors,
        references,
        codes);
  }

  /** The same under other labels. */
  ResourceFacts labelled(Confidentiality level, Set<String> otherSensitivities) {
    return new ResourceFacts(
        type,
        address,
        patients,
        level,
        otherSensitivities,
        labels,
        from,
        to,
        authors,
        references,
        codes);
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
  }

  /** A short stand-in for a coding: 64 bits of FNV-1a over {@code system|code}. */
  public static long code(String system, String code) {
    long hash = FNV_OFFSET;
    String text = system + "|" + code;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
