/**
 * Decisions on patients' consents: FHIR Consent as IHE Privacy Consent on FHIR profiles it, decided
 * from facts about a resource and never from its body. Pure; nothing here reads a database or a
 * clock.
 */
@NullMarked
package health.salus.interceptors.consent;

import org.jspecify.annotations.NullMarked;
