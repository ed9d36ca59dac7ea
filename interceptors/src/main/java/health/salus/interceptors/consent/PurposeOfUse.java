package health.salus.interceptors.consent;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A purpose for which data is used, and which purposes are special cases of it. Emergency access is
 * no special case of treatment: it counts only where it is stated.
 *
 * @param system system of the code; empty if there is none
 */
public record PurposeOfUse(String system, String code) {
  private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

  /** The hierarchy below PurposeOfUse in v3-ActReason 2018-08-12, the version of FHIR 4.0.1. */
  private static final Map<String, Set<String>> CHILDREN =
      Map.ofEntries(
          Map.entry(
              "HOPERAT",
              Set.of(
                  "CAREMGT",
                  "DONAT",
                  "FRAUD",
                  "GOV",
                  "HACCRED",
                  "HCOMPL",
                  "HDECD",
                  "HDIRECT",
                  "HDM",
                  "HLEGAL",
                  "HOUTCOMS",
                  "HPRGRP",
                  "HQUALIMP",
                  "HSYSADMIN",
                  "MEMADMIN",
                  "MILCDM",
                  "PATADMIN",
                  "PATSFTY",
                  "PERFMSR",
                  "RECORDMGT",
                  "SYSDEV",
                  "TRAIN")),
          Map.entry("HSYSADMIN", Set.of("LABELING", "METAMGT")),
          Map.entry("SYSDEV", Set.of("HTEST")),
          Map.entry("HPAYMT", Set.of("CLMATTCH", "COVAUTH", "COVERAGE", "REMITADV")),
          Map.entry("COVERAGE", Set.of("ELIGDTRM", "ELIGVER", "ENROLLM", "MILDCRG")),
          Map.entry("HRESCH", Set.of("BIORCH", "CLINTRCH", "DSRCH", "POARCH", "TRANSRCH")),
          Map.entry("CLINTRCH", Set.of("CLINTRCHNPC", "CLINTRCHPC", "PRECLINTRCH")),
          Map.entry("PATRQT", Set.of("FAMRQT", "PWATRNY", "SUPNWK")),
          Map.entry("PUBHLTH", Set.of("DISASTER", "THREAT")),
          Map.entry("TREAT", Set.of("CLINTRL", "COC", "ETREAT", "POPHLTH")),
          Map.entry("ETREAT", Set.of("BTG", "ERTREAT")));

  /** All codes of PurposeOfUse in v3-ActReason, itself included. */
  public static Set<String> codes() {
    Stream<String> below =
        CHILDREN.entrySet().stream()
            .flatMap(entry -> Stream.concat(Stream.of(entry.getKey()), entry.getValue().stream()));
    return Stream.concat(Stream.of("PurposeOfUse", "HMARKT"), below)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The purpose that a request names.
   *
   * @param text a code of v3-ActReason, or {@code system|code}
   */
  static PurposeOfUse of(String text) {
    int bar = text.lastIndexOf('|');
    return bar < 0
        ? new PurposeOfUse(ACT_REASON, text)
        : new PurposeOfUse(text.substring(0, bar), text.substring(bar + 1));
  }

  /** The code, with its system unless that is v3-ActReason or none. */
  String asPolicyKnowsIt() {
    return isPlain() || system.isEmpty() ? code : system + "|" + code;
  }

  /** Whether a request for this purpose is an emergency. */
  boolean isEmergency() {
    return isPlain() && statesEmergency();
  }

  /** Whether a provision that states this purpose is meant for emergencies. */
  boolean statesEmergency() {
    return ImplicitPolicy.EMERGENCY.contains(code);
  }

  /**
   * Whether a provision of this type that states this purpose means a request. A denial of one kind
   * of emergency access denies the other as well.
   */
  boolean covers(PurposeOfUse requested, ProvisionType type) {
    if (requested.isEmergency()) {
      return statesEmergency() && (type == ProvisionType.DENY || code.equals(requested.code));
    }
    if (code.equals(requested.code)) {
      return system.isEmpty() || system.equals(requested.system) || requested.isPlain();
    }
    return requested.isPlain()
        && (system.isEmpty() || system.equals(ACT_REASON))
        && isAbove(code, requested.code);
  }

  /** A code of v3-ActReason is also how a deployment writes its own codes, without their system. */
  private boolean isPlain() {
    return system.equals(ACT_REASON);
  }

  private static boolean isAbove(String ancestor, String code) {
    @Nullable Set<String> children = CHILDREN.get(ancestor);
    return children != null
        && (children.contains(code) || children.stream().anyMatch(child -> isAbove(child, code)));
  }
}
