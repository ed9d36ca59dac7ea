@NullMarked
package health.salus.server.cli;

import org.jspecify.annotations.NullMarked;
