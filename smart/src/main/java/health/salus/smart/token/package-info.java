/** Access tokens: storage, verification, revocation. */
@NullMarked
package health.salus.smart.token;

import org.jspecify.annotations.NullMarked;
