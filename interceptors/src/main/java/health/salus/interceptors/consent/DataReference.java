package health.salus.interceptors.consent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Data that a provision names by reference.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-consent-data-meaning.html">Consent data
 *     meaning</a>
 */
record DataReference(Address reference, Meaning meaning) {
  /** How much is meant. */
  enum Meaning {
    /** The thing itself. */
    INSTANCE,
    /** It, what it refers to and what refers to it. */
    RELATED,
    /** It and what refers to it. */
    DEPENDENTS,
    /** What it made or recorded. */
    AUTHOREDBY
  }

  /** What a provision of this type covers that states these references; any of them is enough. */
  static Condition condition(List<DataReference> references, ProvisionType type) {
    if (references.isEmpty()) {
      return Condition.ALWAYS;
    }
    Set<String> instances =
        forms(references, type, Meaning.INSTANCE, Meaning.RELATED, Meaning.DEPENDENTS);
    Set<String> targets = forms(references, type, Meaning.RELATED, Meaning.DEPENDENTS);
    Set<String> sources = forms(references, type, Meaning.RELATED);
    Set<String> authors = forms(references, type, Meaning.AUTHOREDBY);
    return Condition.any(
        List.of(
            instances.isEmpty() ? Condition.NEVER : new Condition.Instance(instances),
            targets.isEmpty() ? Condition.NEVER : new Condition.RefersTo(targets),
            sources.isEmpty() ? Condition.NEVER : new Condition.ReferredBy(sources),
            authors.isEmpty() ? Condition.NEVER : new Condition.AuthoredBy(authors)));
  }

  private static Set<String> forms(
      List<DataReference> references, ProvisionType type, Meaning... meanings) {
    Set<String> forms = new HashSet<>();
    for (DataReference data : references) {
      if (List.of(meanings).contains(data.meaning)) {
        forms.addAll(data.reference.forms(type));
      }
    }
    return forms;
  }
}
