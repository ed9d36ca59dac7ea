/** Rules that derive the security labels of a resource from its codes. Pure. */
@NullMarked
package health.salus.terminology.label;

import org.jspecify.annotations.NullMarked;
