/** The five parts that {@link health.salus.server.Application} opens in order. */
@NullMarked
package health.salus.server.part;

import org.jspecify.annotations.NullMarked;
