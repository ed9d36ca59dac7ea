@NullMarked
package health.salus.ml;

import org.jspecify.annotations.NullMarked;
