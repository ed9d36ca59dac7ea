/** Features of one patient at one time, by one definition in training and in prediction. */
@NullMarked
package health.salus.ml.feature;

import org.jspecify.annotations.NullMarked;
