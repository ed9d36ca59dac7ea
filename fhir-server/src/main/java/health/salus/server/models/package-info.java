@NullMarked
package health.salus.server.models;

import org.jspecify.annotations.NullMarked;
