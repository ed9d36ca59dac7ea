/** What patients allow, from their consents in the database to what one caller may see. */
@NullMarked
package health.salus.server.consent;

import org.jspecify.annotations.NullMarked;
