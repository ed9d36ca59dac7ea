/** What an app may do, as SMART scopes say it. */
@NullMarked
package health.salus.smart.scope;

import org.jspecify.annotations.NullMarked;
