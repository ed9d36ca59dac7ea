@NullMarked
package health.salus.server;

import org.jspecify.annotations.NullMarked;
