/** The authorization server as a whole: its facade, settings and surroundings. */
@NullMarked
package health.salus.smart.server;

import org.jspecify.annotations.NullMarked;
