/** What users allowed, and the codes and tokens made from it. */
@NullMarked
package health.salus.smart.grant;

import org.jspecify.annotations.NullMarked;
