/** Plain JDBC, in transactions. */
@NullMarked
package health.salus.smart.store;

import org.jspecify.annotations.NullMarked;
