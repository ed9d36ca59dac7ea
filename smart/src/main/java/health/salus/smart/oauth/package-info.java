/** The OAuth endpoints for programs. */
@NullMarked
package health.salus.smart.oauth;

import org.jspecify.annotations.NullMarked;
