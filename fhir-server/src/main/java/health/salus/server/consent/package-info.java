/** Patients' consents, from the database to the decision about one caller. */
@NullMarked
package health.salus.server.consent;

import org.jspecify.annotations.NullMarked;
