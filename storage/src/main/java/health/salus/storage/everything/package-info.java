/** The whole record of a patient, as far as the caller may see it. */
@NullMarked
package health.salus.storage.everything;

import org.jspecify.annotations.NullMarked;
