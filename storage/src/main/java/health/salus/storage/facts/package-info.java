/**
 * Access facts: one narrow row per resource with its patients, labels, clinical time, author and
 * codes.
 */
@NullMarked
package health.salus.storage.facts;

import org.jspecify.annotations.NullMarked;
