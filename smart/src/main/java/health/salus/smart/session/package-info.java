/** Browser sessions. */
@NullMarked
package health.salus.smart.session;

import org.jspecify.annotations.NullMarked;
