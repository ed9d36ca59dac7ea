/** What sealing resources and index values costs, without a server around it. */
@NullMarked
package health.salus.benchmarks.crypto;

import org.jspecify.annotations.NullMarked;
