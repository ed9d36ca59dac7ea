/** Refused CDS requests. */
@NullMarked
package health.salus.cdshooks.error;

import org.jspecify.annotations.NullMarked;
