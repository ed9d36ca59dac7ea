package health.salus.interceptors.consent;

/**
 * Something wrong with a consent. It names the place and never what stands there, so it may be
 * logged and answered.
 *
 * @param consentId logical id; empty if the consent has none yet
 * @param path FHIRPath of the element, such as {@code
 *     Consent.provision.provision[0].actor[1].reference}
 */
public record Fault(String consentId, String path, FaultCode code) {}
