/** What the authorization server did, on record. */
@NullMarked
package health.salus.smart.event;

import org.jspecify.annotations.NullMarked;
