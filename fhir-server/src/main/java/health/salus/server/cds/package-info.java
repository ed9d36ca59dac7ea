@NullMarked
package health.salus.server.cds;

import org.jspecify.annotations.NullMarked;
