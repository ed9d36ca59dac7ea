package health.salus.interceptors.consent;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.jspecify.annotations.Nullable;

/**
 * Turns one consent into rules. A nested provision has every criterion of its parent that it does
 * not state itself. One use for each consent.
 */
final class ConsentCompiler {
  private static final int MAX_DEPTH = 10;
  private static final String ROOT = "Consent.provision";
  private static final Map<String, ProvisionType> OPTIONS =
      Map.of("OPTIN", ProvisionType.PERMIT, "OPTOUT", ProvisionType.DENY);
  private static final Set<String> POLICY_SYSTEMS =
      Set.of(ResourceFacts.ACT_CODE, "http://terminology.hl7.org/CodeSystem/consentpolicycodes");

  private static final Interner<Rule> RULES = Interners.newWeakInterner();
  private static final Interner<List<Rule>> FORMS = Interners.newWeakInterner();
  private static final Interner<RequestCriteria> REQUESTS = Interners.newWeakInterner();

  private final Consent consent;
  private final Faults faults;
  private final RequestCriteriaReader request;
  private final DataCriteriaReader data;
  private final List<Rule> rules = new ArrayList<>();
  private final Map<Criteria, ProvisionType> seen = new HashMap<>();

  ConsentCompiler(Consent consent) {
    this.consent = consent;
    this.faults = new Faults(String.valueOf(id(consent)));
    this.request = new RequestCriteriaReader(faults);
    this.data = new DataCriteriaReader(faults);
  }

  private static String id(Consent consent) {
    return consent.getIdElement().hasIdPart() ? consent.getIdElement().getIdPart() : "";
  }

  List<Fault> faults() {
    return faults.found();
  }

  /** The rules; a consent that can be read without a fault has at least one. */
  CompiledConsent compile() {
    Instant dateTime =
        consent.hasDateTime()
            ? request.dateTime(consent.getDateTimeElement().getValueAsString())
            : Instant.MIN;
    if (!consent.hasStatus()) {
      faults.add("Consent.status", FaultCode.STATUS_MISSING);
    }
    if (consent.getScope().getCoding().stream().noneMatch(Coding::hasCode)) {
      faults.add("Consent.scope", FaultCode.SCOPE_MISSING);
    }
    root();
    return new CompiledConsent(
        id(consent), dateTime, FORMS.intern(List.copyOf(rules)), faults.affectMeaning());
  }

  /**
   * The policy rule is the root of its own where the provision states an exception to it. An opting
   * out that is limited by the provision it has would deny less than it says.
   */
  private void root() {
    Optional<ProvisionType> option = option();
    ProvisionComponent provision = consent.getProvision();
    if (!consent.hasProvision() && option.isEmpty()) {
      faults.add("Consent.policyRule", FaultCode.POLICY_MISSING);
      return;
    }
    boolean stated = provision.getTypeElement().getValueAsString() != null;
    ProvisionType type = stated || option.isEmpty() ? type(provision, ROOT) : option.get();
    boolean exception =
        stated
            && option.isPresent()
            && (option.get() == ProvisionType.DENY || type == ProvisionType.DENY);
    if (exception || !consent.hasProvision()) {
      policy(option.get(), provision);
    }
    if (consent.hasProvision()) {
      walk(provision, ROOT, exception ? 1 : 0, type, Criteria.none(type));
    }
  }

  private void policy(ProvisionType type, ProvisionComponent provision) {
    Interval period =
        provision.hasPeriod()
            ? new RequestCriteriaReader(new Faults("")).interval(provision.getPeriod(), "")
            : Interval.ALWAYS;
    Criteria all = Criteria.none(type).during(period);
    rules.add(RULES.intern(Rule.of("Consent.policyRule", type, 0, all)));
  }

  private Optional<ProvisionType> option() {
    return consent.getPolicyRule().getCoding().stream()
        .filter(coding -> !coding.hasSystem() || POLICY_SYSTEMS.contains(coding.getSystem()))
        .filter(Coding::hasCode)
        .flatMap(coding -> Optional.ofNullable(OPTIONS.get(coding.getCode())).stream())
        .findFirst();
  }

  private void walk(
      ProvisionComponent provision,
      String path,
      int depth,
      ProvisionType type,
      Criteria inherited) {
    Criteria criteria = criteria(provision, path, type, inherited);
    rules.add(RULES.intern(Rule.of(path, type, depth, criteria)));
    List<ProvisionComponent> nested = provision.getProvision();
    if (depth > 0 || !nested.isEmpty()) {
      compare(criteria, type, path);
    }
    for (int i = 0; i < nested.size(); i++) {
      String place = path + ".provision[" + i + "]";
      if (depth == MAX_DEPTH) {
        faults.add(place, FaultCode.NESTING_TOO_DEEP);
        return;
      }
      walk(nested.get(i), place, depth + 1, type(nested.get(i), place), criteria);
    }
  }

  private void compare(Criteria criteria, ProvisionType type, String path) {
    @Nullable ProvisionType other = seen.putIfAbsent(criteria.wherever(), type);
    if (other != null && other != type) {
      faults.add(path, FaultCode.CONTRADICTION);
    }
  }

  private ProvisionType type(ProvisionComponent provision, String path) {
    @Nullable ConsentProvisionType type = provision.getType();
    if (type == ConsentProvisionType.PERMIT) {
      return ProvisionType.PERMIT;
    }
    if (type != ConsentProvisionType.DENY) {
      boolean missing = provision.getTypeElement().getValueAsString() == null;
      faults.add(
          path + ".type",
          missing ? FaultCode.PROVISION_TYPE_MISSING : FaultCode.PROVISION_TYPE_UNKNOWN);
    }
    return ProvisionType.DENY;
  }

  private Criteria criteria(
      ProvisionComponent provision, String path, ProvisionType type, Criteria inherited) {
    return new Criteria(
        REQUESTS.intern(request.read(provision, path, inherited.request())),
        provision.hasSecurityLabel()
            ? data.labels(provision.getSecurityLabel(), path)
            : inherited.labels(),
        provision.hasSecurityLabel() ? type : inherited.labelsFrom(),
        provision.hasClass_() ? data.classes(provision.getClass_(), path) : inherited.classes(),
        provision.hasCode() ? data.codes(provision.getCode(), path) : inherited.codes(),
        provision.hasDataPeriod()
            ? request.interval(provision.getDataPeriod(), path + ".dataPeriod")
            : inherited.dataPeriod(),
        provision.hasData() ? data.data(provision.getData(), path) : inherited.data());
  }
}
