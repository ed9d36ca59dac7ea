/** SQL-on-FHIR v2 views: from a resource to rows. */
@NullMarked
package health.salus.ml.view;

import org.jspecify.annotations.NullMarked;
