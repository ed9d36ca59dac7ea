/**
 * HAPI's JPA storage: its Spring configuration, database, schema migration and the beans that
 * replace HAPI's own.
 */
@NullMarked
package health.salus.storage.hapi;

import org.jspecify.annotations.NullMarked;
