/** What deciding by consent costs, without a server around it. */
@NullMarked
package health.salus.benchmarks.consent;

import org.jspecify.annotations.NullMarked;
