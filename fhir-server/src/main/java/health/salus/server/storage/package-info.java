@NullMarked
package health.salus.server.storage;

import org.jspecify.annotations.NullMarked;
