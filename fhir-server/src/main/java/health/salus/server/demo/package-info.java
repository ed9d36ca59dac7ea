@NullMarked
package health.salus.server.demo;

import org.jspecify.annotations.NullMarked;
