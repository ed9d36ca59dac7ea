package health.salus.benchmarks.consent;

import health.salus.interceptors.consent.Confidentiality;
import health.salus.interceptors.consent.ResourceFacts;
import java.util.List;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;

/** Three consents of a patient as PCF shapes them; actors, labels and periods differ by patient. */
final class SampleConsents {
  private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
  private static final List<String> SENSITIVITIES = List.of("PSY", "HIV", "ETHUD", "SDV");

  private SampleConsents() {}

  static List<Consent> of(int patient) {
    return List.of(treatment(patient), without(patient), research(patient));
  }

  /** Normal data for treatment, restricted data for one practitioner. */
  private static Consent treatment(int patient) {
    Consent consent = consent("a" + patient);
    ProvisionComponent root = consent.getProvision().setType(ConsentProvisionType.PERMIT);
    purposes(root, "TREAT", "HPAYMT", "HOPERAT");
    root.addSecurityLabel(level("R"));
    ProvisionComponent nested = root.addProvision().setType(ConsentProvisionType.PERMIT);
    nested.addSecurityLabel(level("V"));
    nested.addActor().setReference(new Reference("Practitioner/" + patient % 50));
    return consent;
  }

  /** Nothing of one sensitivity to one organization, for a while. */
  private static Consent without(int patient) {
    Consent consent = consent("b" + patient);
    ProvisionComponent root = consent.getProvision().setType(ConsentProvisionType.DENY);
    root.getPeriod().setEndElement(new DateTimeType(patient % 3 == 0 ? "2025" : "2028-06"));
    root.addActor().setReference(new Reference("Organization/" + patient % 3));
    root.addSecurityLabel(
        new Coding().setSystem(ResourceFacts.ACT_CODE).setCode(SENSITIVITIES.get(patient % 4)));
    return consent;
  }

  private static Consent research(int patient) {
    Consent consent = consent("c" + patient);
    purposes(
        consent
            .getProvision()
            .setType(patient % 2 == 0 ? ConsentProvisionType.PERMIT : ConsentProvisionType.DENY),
        "HRESCH");
    return consent;
  }

  private static Consent consent(String id) {
    Consent consent = new Consent();
    consent.setId(id);
    consent.setStatus(ConsentState.ACTIVE);
    consent
        .getScope()
        .addCoding()
        .setSystem("http://terminology.hl7.org/CodeSystem/consentscope")
        .setCode("patient-privacy");
    consent.setDateTimeElement(new DateTimeType("2024-05-01"));
    return consent;
  }

  private static void purposes(ProvisionComponent provision, String... codes) {
    for (String code : codes) {
      provision.addPurpose().setSystem(ACT_REASON).setCode(code);
    }
  }

  private static Coding level(String code) {
    return new Coding().setSystem(Confidentiality.SYSTEM).setCode(code);
  }
}
