/** Load runs over HTTP that compare Salus with a stock HAPI JPA server. */
@NullMarked
package health.salus.benchmarks;

import org.jspecify.annotations.NullMarked;
