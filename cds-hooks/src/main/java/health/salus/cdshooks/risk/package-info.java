/** The service that shows the risk a model predicts. */
@NullMarked
package health.salus.cdshooks.risk;

import org.jspecify.annotations.NullMarked;
