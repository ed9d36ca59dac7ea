/** Predictions: the score, its reasons, and the FHIR operation. */
@NullMarked
package health.salus.ml.predict;

import org.jspecify.annotations.NullMarked;
