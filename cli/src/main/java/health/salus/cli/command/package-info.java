/** The command line: one class per command. */
@NullMarked
package health.salus.cli.command;

import org.jspecify.annotations.NullMarked;
