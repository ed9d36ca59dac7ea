/** Apps and backend services. */
@NullMarked
package health.salus.smart.client;

import org.jspecify.annotations.NullMarked;
