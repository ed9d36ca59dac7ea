/** Fills a FHIR server from outside: makes synthetic patients and imports files over REST. */
@NullMarked
package health.salus.server.load;

import org.jspecify.annotations.NullMarked;
