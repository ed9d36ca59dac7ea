/** What people see of the authorization server: sign in, choose a patient, allow, withdraw. */
@NullMarked
package health.salus.smart.page;

import org.jspecify.annotations.NullMarked;
