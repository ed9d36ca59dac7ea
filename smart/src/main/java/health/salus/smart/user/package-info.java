/** Who may log in, and as what. */
@NullMarked
package health.salus.smart.user;

import org.jspecify.annotations.NullMarked;
