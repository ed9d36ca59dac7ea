/** The way of a user through the authorization server: log in, pick, decide. */
@NullMarked
package health.salus.smart.flow;

import org.jspecify.annotations.NullMarked;
