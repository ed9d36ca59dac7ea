/** The end of grants and tokens, on every node. */
@NullMarked
package health.salus.smart.revocation;

import org.jspecify.annotations.NullMarked;
