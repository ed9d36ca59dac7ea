/** Grants, and the codes and tokens made from them. */
@NullMarked
package health.salus.smart.grant;

import org.jspecify.annotations.NullMarked;
