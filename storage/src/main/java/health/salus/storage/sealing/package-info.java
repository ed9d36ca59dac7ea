/**
 * Sealed storage: what belongs to a patient is readable in memory and nowhere else.
 *
 * <p>A body is sealed at the very last moment, when Hibernate writes its row ({@link
 * health.salus.storage.sealing.SealingListener}), because only then its type, id and version are
 * certain; they are what the envelope is bound to. Until then the text waits in the entity as
 * {@code unsealed:KEY:JSON}, a form that a constraint keeps out of the table. What is stored is
 * {@code sealed:Type/id/_history/version:ENVELOPE}. Both are addresses of HAPI's external storage,
 * so HAPI reads them through {@link health.salus.storage.sealing.SealedResources} on every path.
 *
 * <p>The address in the text is a claim. It is compared with the row before anything is opened, and
 * the envelope opens for no other address, so a row that was copied or exchanged is noticed. That
 * the current version is the newest one is checked with the keyed digest that stands in the
 * resource's own row.
 *
 * <p>Keys: each patient has one, others share the deployment's. They lie in {@code
 * salus.sealing_key}, wrapped by the key-encryption key, which lies elsewhere. A body that cannot
 * be opened is a tombstone ({@link health.salus.storage.body.Tombstone}): one resource is lost,
 * never an answer.
 */
@org.jspecify.annotations.NullMarked
package health.salus.storage.sealing;
