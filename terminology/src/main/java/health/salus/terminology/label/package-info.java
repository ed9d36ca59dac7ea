/** Which security labels a resource gets from the codes in it. Pure. */
@NullMarked
package health.salus.terminology.label;

import org.jspecify.annotations.NullMarked;
