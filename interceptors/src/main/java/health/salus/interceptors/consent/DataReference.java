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
    /** The resource and those that refer to it. */
    DEPENDENTS,
    /** Resources that it made or recorded. */
    AUTHOREDBY
  }

  /** The resources that a provision with these references covers; any one reference is enough. */
  static FactPredicate condition(List<DataReference> references, ProvisionType type) {
    if (references.isEmpty()) {
      return FactPredicate.ALWAYS;
    }
    Set<String> instances =
        forms(references, type, Meaning.INSTANCE, Meaning.RELATED, Meaning.DEPENDENTS);
    Set<String> targets = forms(references, type, Meaning.RELATED, Meaning.DEPENDENTS);
    Set<String> sources = forms(references, type, Meaning.RELATED);
    Set<String> authors = forms(references, type, Meaning.AUTHOREDBY);
    return FactPredicate.any(
        List.of(
            instances.isEmpty() ? FactPredicate.NEVER : new FactPredicate.Instance(instances),
            targets.isEmpty() ? FactPredicate.NEVER : new FactPredicate.RefersTo(targets),
            sources.isEmpty() ? FactPredicate.NEVER : new FactPredicate.ReferredBy(sources),
            authors.isEmpty() ? FactPredicate.NEVER : new FactPredicate.AuthoredBy(authors)));
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
