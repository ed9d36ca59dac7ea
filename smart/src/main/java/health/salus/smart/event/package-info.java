/** The record of security events. */
@NullMarked
package health.salus.smart.event;

import org.jspecify.annotations.NullMarked;
