/** Model definitions, training, evaluation and the stored artefact. */
@NullMarked
package health.salus.ml.model;

import org.jspecify.annotations.NullMarked;
