@NullMarked
package health.salus.cdshooks;

import org.jspecify.annotations.NullMarked;
