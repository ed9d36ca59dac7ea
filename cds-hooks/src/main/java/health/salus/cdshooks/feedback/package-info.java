/** Feedback of clinicians on cards. */
@NullMarked
package health.salus.cdshooks.feedback;

import org.jspecify.annotations.NullMarked;
