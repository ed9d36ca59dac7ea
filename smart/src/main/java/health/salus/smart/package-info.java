@NullMarked
package health.salus.smart;

import org.jspecify.annotations.NullMarked;
