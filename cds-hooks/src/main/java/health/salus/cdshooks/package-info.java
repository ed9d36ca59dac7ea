/**
 * CDS Hooks 2.0 services: discovery, calls, cards and feedback.
 *
 * @see <a href="https://cds-hooks.hl7.org/2.0/">CDS Hooks 2.0</a>
 */
@NullMarked
package health.salus.cdshooks;

import org.jspecify.annotations.NullMarked;
