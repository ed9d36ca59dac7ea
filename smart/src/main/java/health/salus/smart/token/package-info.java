/** Access tokens: what they allow, and whether they are good. */
@NullMarked
package health.salus.smart.token;

import org.jspecify.annotations.NullMarked;
