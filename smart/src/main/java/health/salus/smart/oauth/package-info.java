/** The OAuth endpoints that programs talk to. */
@NullMarked
package health.salus.smart.oauth;

import org.jspecify.annotations.NullMarked;
