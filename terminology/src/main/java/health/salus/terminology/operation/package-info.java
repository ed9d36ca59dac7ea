/** Hooks on terminology operations. */
@NullMarked
package health.salus.terminology.operation;

import org.jspecify.annotations.NullMarked;
