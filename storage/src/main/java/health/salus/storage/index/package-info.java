/**
 * The search index without plaintext.
 *
 * <p>HAPI takes index rows from a resource, and makes SQL of a search, with plain values; on both
 * sides a value becomes a token at the last moment. {@link health.salus.storage.index.SealedIndex}
 * replaces rows when they are written, so everything in memory (conditions of writes,
 * subscriptions, access) sees plain rows. Values of a search are replaced where its SQL is made, in
 * the predicate builders: plain searches, chains, {@code _has}, {@code _filter}, composites, match
 * URLs and exports all end there.
 *
 * <p>Tokens: a text is a chain that keeps prefixes and an exact token; a code or identifier is an
 * exact token beside its system; a date is one row for each piece of the calendar that it lies in.
 * Each parameter of each resource type has its own tokens. A search that tokens cannot answer is
 * refused with 400 {@code SEALED_PARAMETER}, never answered wrongly.
 *
 * <p>A reader of the tables sees equality, frequency, common prefixes and lengths of names, and
 * which dates share a decade, year, month or day, but no value. All tokens depend on the key: with
 * another key nothing is found until the index is rebuilt.
 */
@NullMarked
package health.salus.storage.index;

import org.jspecify.annotations.NullMarked;
