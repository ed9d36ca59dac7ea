/**
 * The cryptography of sealed storage, and nothing else: it knows neither FHIR's model, nor HAPI,
 * nor the database.
 *
 * <p><b>What is stored.</b> A resource version is stored as an envelope: format, dictionary of the
 * compression, id of the data key, nonce, ciphertext and tag. A data key belongs to one patient (or
 * to the deployment) and is stored wrapped by a version of the key-encryption key. What is searched
 * for is stored as keyed tokens under the index key.
 *
 * <p><b>Who can read it.</b> Only who has the key-encryption key. It lies in an owner-only file, in
 * the environment, in a keystore, on a token or in a service, never in the database.
 *
 * <p><b>How it changes.</b> A new version of the key-encryption key wraps the same data keys again;
 * envelopes stay as they are. A new data key or index key means to seal or to index again. Formats
 * and dictionaries have numbers; a published dictionary never changes, or what was sealed with it
 * is lost.
 *
 * <p><b>What would break it.</b> Two envelopes with one nonce under one key: nonces are random, so
 * a data key is good for about four thousand million envelopes. An envelope opened for an address
 * that was not checked against its row. Whoever can write resources and read the size of envelopes
 * learns something of what is compressed beside their text; patients' data keys do not help against
 * that.
 */
@NullMarked
package health.salus.interceptors.crypto;

import org.jspecify.annotations.NullMarked;
