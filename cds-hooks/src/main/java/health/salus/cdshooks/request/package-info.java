/** CDS requests, read and checked. */
@NullMarked
package health.salus.cdshooks.request;

import org.jspecify.annotations.NullMarked;
