/** The CDS Hooks endpoints: discovery, services and feedback. */
@NullMarked
package health.salus.cdshooks.http;

import org.jspecify.annotations.NullMarked;
