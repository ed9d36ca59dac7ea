package health.salus.interceptors.consent;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what a person who stands for a patient may see. A parent stands for a child until the day
 * of majority; from an earlier birthday on, what the labels below mark is secret from the parent.
 * On and after the day of majority, a parent sees what a consent of the patient gives to this
 * parent. Other relations, such as a guardian's, end only with the RelatedPerson. Pure.
 *
 * @param majority age in years
 * @param confidentialFrom age in years
 * @param confidentialLabels codes of v3-ActCode
 */
public record ProxyPolicy(int majority, int confidentialFrom, Set<String> confidentialLabels) {
  public ProxyPolicy {
    confidentialLabels = Set.copyOf(confidentialLabels);
  }

  /** Whether somebody of this birthday needs no parents any more; unknown is taken for grown up. */
  public boolean isAdult(Optional<LocalDate> birthDate, LocalDate today) {
    return birthDate.map(born -> ChronoUnit.YEARS.between(born, today) >= majority).orElse(true);
  }

  /**
   * The resources that the proxy may see.
   *
   * @param parental whether it is by being a parent
   * @param allowed what the patient's consents allow the proxy where the law already does
   * @param granted what they allow by themselves
   */
  public FactPredicate permits(
      boolean parental,
      Optional<LocalDate> birthDate,
      LocalDate today,
      FactPredicate allowed,
      FactPredicate granted) {
    if (!parental) {
      return allowed;
    }
    if (isAdult(birthDate, today)) {
      return granted;
    }
    boolean secrets =
        birthDate
            .map(born -> ChronoUnit.YEARS.between(born, today) >= confidentialFrom)
            .orElse(true);
    FactPredicate open =
        FactPredicate.not(new FactPredicate.Labelled(confidentialLabels, Set.of()));
    return secrets ? FactPredicate.all(List.of(open, allowed)) : allowed;
  }
}
