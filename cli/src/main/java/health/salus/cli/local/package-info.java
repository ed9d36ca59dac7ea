/** The client of the command line for the server on the same machine. */
@NullMarked
package health.salus.cli.local;

import org.jspecify.annotations.NullMarked;
