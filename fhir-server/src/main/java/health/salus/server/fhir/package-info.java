@NullMarked
package health.salus.server.fhir;

import org.jspecify.annotations.NullMarked;
