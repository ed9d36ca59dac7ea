/** SMART scopes: grammar, comparison and limits. */
@NullMarked
package health.salus.smart.scope;

import org.jspecify.annotations.NullMarked;
