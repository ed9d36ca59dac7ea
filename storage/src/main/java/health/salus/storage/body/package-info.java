/**
 * Bodies as clients wrote them. The server stores the JSON that was sent, and responds with that
 * text plus current id and meta. So nothing in a resource changes between POST and GET.
 */
@NullMarked
package health.salus.storage.body;

import org.jspecify.annotations.NullMarked;
