/** The user's way through the authorization server: login, pickers, decision. */
@NullMarked
package health.salus.smart.flow;

import org.jspecify.annotations.NullMarked;
