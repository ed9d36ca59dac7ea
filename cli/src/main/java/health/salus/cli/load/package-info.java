/** Fills a FHIR server over REST: synthetic patients, bundles, NDJSON; and exports it. */
@NullMarked
package health.salus.cli.load;

import org.jspecify.annotations.NullMarked;
