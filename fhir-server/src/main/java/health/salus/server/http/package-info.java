@NullMarked
package health.salus.server.http;

import org.jspecify.annotations.NullMarked;
