/**
 * Bodies as clients wrote them: what is stored is the JSON that was sent, and what is answered is
 * that text with its current id and meta, so that nothing in a resource changes between POST and
 * GET.
 */
@NullMarked
package health.salus.server.body;

import org.jspecify.annotations.NullMarked;
