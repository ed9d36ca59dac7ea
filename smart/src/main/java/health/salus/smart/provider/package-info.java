/** The hospital's own identity provider: it logs users in, or issues the tokens itself. */
@NullMarked
package health.salus.smart.provider;

import org.jspecify.annotations.NullMarked;
