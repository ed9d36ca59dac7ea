package health.salus.storage.sealing;

import com.google.common.hash.HashCode;
import health.salus.interceptors.consent.ResourceFacts;
import health.salus.interceptors.crypto.DataKey;
import health.salus.interceptors.crypto.EnvelopeException;
import health.salus.interceptors.crypto.IndexTokens;
import health.salus.interceptors.crypto.KeyId;
import health.salus.interceptors.crypto.ResourceCipher;
import health.salus.storage.body.Loss;
import health.salus.storage.facts.FactsReader;
import health.salus.storage.key.KeyRing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals the JSON of resource versions and opens it. Thread-safe. */
public final class SealedBodies {
  private static final Logger LOG = LoggerFactory.getLogger(SealedBodies.class);
  private static final String DIGEST = "body";

  /** Stands before the digest of a body and the body itself. JSON never begins like this. */
  private static final byte DIGEST_FOLLOWS = 1;

  private static final int BODY_AFTER_DIGEST = 1 + 16;

  /** Record types that document who did what. */
  public static final Set<String> RECORDS = Set.of("AuditEvent", "Provenance");

  private final ResourceCipher cipher;
  private final KeyRing keys;
  private final IndexTokens digests;
  private final Set<String> plainTypes;
  private final boolean on;
  private final LossReports losses;
  private final FactsReader facts = new FactsReader();

  /**
   * Sealing with these keys.
   *
   * @param plainTypes types that never hold anything of a person and stay as they are
   * @param on whether new versions are sealed; sealed ones are opened in any case
   * @param losses is told of what cannot be opened
   */
  public SealedBodies(
      ResourceCipher cipher, KeyRing keys, Set<String> plainTypes, boolean on, LossReports losses) {
    this.cipher = cipher;
    this.keys = keys;
    this.digests = keys.digests();
    this.plainTypes = Set.copyOf(plainTypes);
    this.on = on;
    this.losses = losses;
  }

  /** A body that was opened, or why it was not. */
  sealed interface Opened {
    /**
     * Opened.
     *
     * @param digest what the resource's own row has for this body, if it is the current one
     */
    record Body(String json, String digest) implements Opened {}

    /** Not opened. */
    record Lost(Loss loss) implements Opened {}
  }

  /** Whether the versions of this type are to be sealed. */
  public boolean seals(String type) {
    return on && !plainTypes.contains(type);
  }

  /**
   * A body that is to be sealed.
   *
   * @param text waits in HAPI's entity until its row is written
   * @param digest keyed, for the resource's own row
   */
  public record Waiting(String text, HashCode digest) {}

  /** What HAPI's entities get of this resource. */
  public Waiting waiting(Resource resource, String json) {
    String address = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    String text =
        new StoredText.Waiting(keys.active(owner(resource)).id(), address, json).forEntity();
    return new Waiting(text, HashCode.fromString(digest(address, json)));
  }

  /** The JSON behind a text of HAPI's entity, as it is if that is JSON. */
  public Optional<String> plain(String stored) {
    Optional<StoredText> text = StoredText.read(stored);
    if (text.isEmpty()) {
      return Optional.of(stored);
    }
    return open(text.get()) instanceof Opened.Body body
        ? Optional.of(body.json())
        : Optional.empty();
  }

  /**
   * Seals what waits, for the row at this address; anything else is given back as it is.
   *
   * @param address {@code Type/id/_history/version}
   */
  String seal(String stored, String address) {
    return StoredText.read(stored)
        .filter(StoredText.Waiting.class::isInstance)
        .map(StoredText.Waiting.class::cast)
        .map(waiting -> seal(waiting, address))
        .orElse(stored);
  }

  private String seal(StoredText.Waiting waiting, String address) {
    DataKey key =
        keys.find(waiting.key())
            .orElseThrow(() -> new IllegalStateException("The key of a body that waits is gone"));
    return seal(waiting.json(), address, key);
  }

  /** With its digest, so that no reader has to compute it. */
  private String seal(String json, String address, DataKey key) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    byte[] plain =
        ByteBuffer.allocate(BODY_AFTER_DIGEST + body.length)
            .put(DIGEST_FOLLOWS)
            .put(digested(StoredText.resource(address), json))
            .put(body)
            .array();
    return StoredText.Sealed.of(address, cipher.seal(plain, address, key)).toString();
  }

  /** The same body under the key with which its owner's resources are sealed now. */
  String sealAnew(String json, String address, Optional<String> owner) {
    return seal(json, address, keys.active(owner));
  }

  /**
   * A text that is no resource, under the deployment's key; as it is if nothing is sealed. {@link
   * #plain} opens it.
   *
   * @param address where it is kept, without a colon
   */
  public String sealText(String text, String address) {
    return on ? sealAnew(text, address, Optional.empty()) : text;
  }

  Opened open(StoredText stored) {
    if (stored instanceof StoredText.Waiting waiting) {
      return new Opened.Body(waiting.json(), digest(waiting.resource(), waiting.json()));
    }
    StoredText.Sealed sealed = (StoredText.Sealed) stored;
    byte[] envelope = sealed.bytes();
    try {
      return body(cipher.open(envelope, sealed.address(), keys::find), sealed.address());
    } catch (EnvelopeException e) {
      return lost(sealed, loss(e, sealed), e);
    }
  }

  /** Bodies sealed by earlier versions of the server have no digest. */
  private Opened.Body body(byte[] plain, String address) {
    if (plain.length < BODY_AFTER_DIGEST || plain[0] != DIGEST_FOLLOWS) {
      String json = new String(plain, StandardCharsets.UTF_8);
      return new Opened.Body(json, digest(StoredText.resource(address), json));
    }
    return new Opened.Body(
        new String(
            plain, BODY_AFTER_DIGEST, plain.length - BODY_AFTER_DIGEST, StandardCharsets.UTF_8),
        HexFormat.of().formatHex(plain, 1, BODY_AFTER_DIGEST));
  }

  private Loss loss(EnvelopeException refusal, StoredText.Sealed sealed) {
    if (refusal.reason() != EnvelopeException.Reason.UNKNOWN_KEY) {
      return Loss.DAMAGED;
    }
    return keyOf(sealed).filter(keys::isThere).isPresent() ? Loss.KEY_UNUSABLE : Loss.KEY_GONE;
  }

  private Opened lost(StoredText.Sealed sealed, Loss loss, EnvelopeException why) {
    LOG.error("A stored {} cannot be opened. {}", sealed.type(), why.getMessage());
    losses.report(loss, sealed.address(), why.keyId());
    return new Opened.Lost(loss);
  }

  /** The receiver of reported losses. */
  public LossReports losses() {
    return losses;
  }

  /** Gets the keys of a page in one query. */
  void prepare(Collection<StoredText> page) {
    List<KeyId> ids = new ArrayList<>();
    for (StoredText text : page) {
      if (text instanceof StoredText.Sealed sealed) {
        keyOf(sealed).ifPresent(ids::add);
      }
    }
    keys.prepare(ids);
  }

  static Optional<KeyId> keyOf(StoredText.Sealed sealed) {
    try {
      return Optional.of(ResourceCipher.keyOf(sealed.beginning()));
    } catch (EnvelopeException e) { // said when it is opened
      return Optional.empty();
    }
  }

  /** The same whatever the key, so that a change of keys is no change of the body. */
  public String digest(String resource, String json) {
    return HexFormat.of().formatHex(digested(resource, json));
  }

  private byte[] digested(String resource, String json) {
    return digests.digest(DIGEST, resource + ":" + json);
  }

  /**
   * The one patient to whom a resource belongs; none for resources of several patients. Records of
   * who did what belong to no patient, because they must outlive a forgetting.
   */
  Optional<String> owner(Resource resource) {
    if (RECORDS.contains(resource.fhirType())) {
      return Optional.empty();
    }
    ResourceFacts read = facts.read(resource);
    return read.patients().size() == 1
        ? Optional.of(read.patients().iterator().next())
        : Optional.empty();
  }
}
