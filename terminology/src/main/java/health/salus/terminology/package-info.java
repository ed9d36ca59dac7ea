@NullMarked
package health.salus.terminology;

import org.jspecify.annotations.NullMarked;
