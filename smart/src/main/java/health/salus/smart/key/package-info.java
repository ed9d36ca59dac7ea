/** Signing keys. */
@NullMarked
package health.salus.smart.key;

import org.jspecify.annotations.NullMarked;
