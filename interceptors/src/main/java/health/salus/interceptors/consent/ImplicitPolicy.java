package health.salus.interceptors.consent;

import java.util.List;
import java.util.Set;

/**
 * The default policy where no consent of a patient applies.
 *
 * @see <a href="https://profiles.ihe.net/ITI/PCF/">IHE Privacy Consent on FHIR</a>
 */
public enum ImplicitPolicy {
  /** Treatment, payment, operations and the patient's own access, whatever the labels are. */
  BASIC,
  /** The same, for data that is not restricted. */
  BASIC_NORMAL,
  /** Every purpose, for data that is not restricted. */
  ALL_NORMAL,
  /** Nothing but in an emergency. */
  BREAK_GLASS_ONLY,
  /** Nothing. */
  DENY;

  private static final Set<String> USUAL =
      Set.of("TREAT", "HPAYMT", "HOPERAT", "HSYSADMIN", "PATRQT", "FAMRQT");

  /** Purposes of an emergency. */
  static final Set<String> EMERGENCY = Set.of("BTG", "ETREAT");

  /** Which resources may be seen for a purpose of use. */
  FactPredicate permits(String purposeOfUse) {
    PurposeOfUse asked = PurposeOfUse.of(purposeOfUse);
    boolean usual =
        EMERGENCY.contains(purposeOfUse)
            || USUAL.stream()
                .map(PurposeOfUse::of)
                .anyMatch(one -> one.covers(asked, ProvisionType.PERMIT));
    FactPredicate normal = FactPredicate.all(List.of(new FactPredicate.AtMost(Confidentiality.N)));
    return switch (this) {
      case BASIC -> usual ? FactPredicate.ALWAYS : FactPredicate.NEVER;
      case BASIC_NORMAL -> usual ? normal : FactPredicate.NEVER;
      case ALL_NORMAL -> normal;
      case BREAK_GLASS_ONLY ->
          EMERGENCY.contains(purposeOfUse) ? FactPredicate.ALWAYS : FactPredicate.NEVER;
      case DENY -> FactPredicate.NEVER;
    };
  }
}
