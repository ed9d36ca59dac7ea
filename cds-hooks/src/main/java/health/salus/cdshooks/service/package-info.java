/** What a CDS service is. */
@NullMarked
package health.salus.cdshooks.service;

import org.jspecify.annotations.NullMarked;
