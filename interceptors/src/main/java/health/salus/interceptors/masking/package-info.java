/**
 * Masking: which elements of a resource a caller gets changed, and everything that follows from it,
 * so that what is masked cannot be found out by a search, a patch or an update either.
 */
@NullMarked
package health.salus.interceptors.masking;

import org.jspecify.annotations.NullMarked;
