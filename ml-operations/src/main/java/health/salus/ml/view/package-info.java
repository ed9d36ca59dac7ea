/** SQL-on-FHIR v2 views: which rows a resource gives. */
@NullMarked
package health.salus.ml.view;

import org.jspecify.annotations.NullMarked;
