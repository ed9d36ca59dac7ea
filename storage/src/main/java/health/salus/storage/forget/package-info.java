/**
 * The erasure of a patient: two-step request, destruction of keys, certificate, and reads
 * afterwards.
 */
@NullMarked
package health.salus.storage.forget;

import org.jspecify.annotations.NullMarked;
