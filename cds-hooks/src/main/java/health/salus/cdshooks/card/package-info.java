/** Cards as CDS Hooks defines them. */
@NullMarked
package health.salus.cdshooks.card;

import org.jspecify.annotations.NullMarked;
