package health.salus.storage.sealing;

import health.salus.interceptors.crypto.KeyId;
import java.util.Base64;
import java.util.Optional;

/**
 * The forms of {@code HFJ_RES_VER.RES_TEXT_VC} that are not plain JSON, as HAPI's external storage
 * writes them: the name of a provider, a colon, and what that provider understands.
 */
sealed interface StoredText {
  /** Provider name of sealed text. */
  String SEALED = "sealed";

  /** Provider name of text that waits in memory to be sealed. */
  String WAITING = "unsealed";

  /** Reads what HAPI has in its entity; none if it is plain JSON. */
  static Optional<StoredText> read(String text) {
    if (text.startsWith(SEALED + ":")) {
      return Optional.of(Sealed.read(text, SEALED.length() + 1));
    }
    if (text.startsWith(WAITING + ":")) {
      return Optional.of(Waiting.read(text.substring(WAITING.length() + 1)));
    }
    return Optional.empty();
  }

  /** An address without the version. */
  static String resource(String address) {
    int history = address.indexOf("/_history/");
    return history < 0 ? address : address.substring(0, history);
  }

  /**
   * Sealed.
   *
   * @param address where it claims to belong, {@code Type/id/_history/version}
   */
  record Sealed(String address, String envelope) implements StoredText {
    private static final int BEGINNING = 64;

    static Sealed read(String location) {
      return read(location, 0);
    }

    private static Sealed read(String text, int start) {
      int colon = text.indexOf(':', start);
      return new Sealed(
          text.substring(start, Math.max(start, colon)),
          text.substring(Math.max(start, colon + 1)));
    }

    static Sealed of(String address, byte[] envelope) {
      return new Sealed(address, Base64.getEncoder().withoutPadding().encodeToString(envelope));
    }

    /** The bytes of the envelope; none at all if this is not base64. */
    byte[] bytes() {
      try {
        return Base64.getDecoder().decode(envelope);
      } catch (IllegalArgumentException e) {
        return new byte[0];
      }
    }

    /** As many bytes of the envelope as name its key. */
    byte[] beginning() {
      return envelope.length() <= BEGINNING
          ? bytes()
          : new Sealed(address, envelope.substring(0, BEGINNING)).bytes();
    }

    /** The part of the address before the first slash. */
    String type() {
      return address.substring(0, Math.max(0, address.indexOf('/')));
    }

    @Override
    public String toString() {
      return SEALED + ":" + address + ":" + envelope;
    }
  }

  /**
   * Not yet sealed.
   *
   * @param resource {@code Type/id}
   */
  record Waiting(KeyId key, String resource, String json) implements StoredText {
    static Waiting read(String location) {
      int first = location.indexOf(':');
      int second = location.indexOf(':', first + 1);
      return new Waiting(
          KeyId.parse(location.substring(0, first)),
          location.substring(first + 1, second),
          location.substring(second + 1));
    }

    /** As HAPI's entity has it; the only text of this type that holds the body. */
    String forEntity() {
      return WAITING + ":" + key + ":" + resource + ":" + json;
    }

    @Override
    public String toString() {
      return WAITING + ":" + key;
    }
  }
}
