@NullMarked
package health.salus.server.config;

import org.jspecify.annotations.NullMarked;
