/** Access tokens become callers with grants. */
@NullMarked
package health.salus.server.caller;

import org.jspecify.annotations.NullMarked;
