/** The server that Salus is compared with: HAPI's JPA server as its starter project sets it up. */
@NullMarked
package health.salus.stock;

import org.jspecify.annotations.NullMarked;
