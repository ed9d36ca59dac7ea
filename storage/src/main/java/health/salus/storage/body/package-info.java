/**
 * Bodies as clients wrote them. What is stored is the JSON that was sent; what is answered is that
 * text with its current id and meta, so nothing in a resource changes between POST and GET.
 */
@NullMarked
package health.salus.storage.body;

import org.jspecify.annotations.NullMarked;
