/** The security labelling service: what is written is labelled, and stays so. */
@NullMarked
package health.salus.server.label;

import org.jspecify.annotations.NullMarked;
