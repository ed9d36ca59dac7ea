/** The pages of the authorization server: login, pickers, consent, grants. */
@NullMarked
package health.salus.smart.page;

import org.jspecify.annotations.NullMarked;
