package health.salus.interceptors.crypto;

import java.nio.file.Path;
import java.util.Arrays;

/** Wraps and unwraps with a token and prints what came of it. */
final class TokenUser {
  private TokenUser() {}

  /** Takes the token's configuration and the PIN. */
  public static void main(String[] arguments) throws KeyUnavailable {
    KeystoreKeys keys = KeystoreKeys.pkcs11(Path.of(arguments[0]), arguments[1].toCharArray());
    KeyWrapping wrapping = new LocalKeyWrapping(keys);
    SecretBytes secret = SecretBytes.random(DataKey.BYTES, CryptoProvider.jdk().random());
    byte[] wrapped = wrapping.wrap(secret, "a context");

    System.out.println("versions " + keys.versions() + ", current " + wrapping.currentVersion());
    System.out.println("let out: " + (keys.key(1).orElseThrow().getEncoded() != null));
    System.out.println("same: " + wrapping.unwrap(wrapped, 2, "a context").equals(secret));
    System.out.println("elsewhere: " + refusal(wrapping, wrapped, 2, "another context"));
    System.out.println("by another: " + refusal(wrapping, wrapped, 1, "a context"));
    System.out.println("by none: " + refusal(wrapping, wrapped, 3, "a context"));
    wrapped[wrapped.length - 1] ^= 1;
    System.out.println("damaged: " + refusal(wrapping, wrapped, 2, "a context"));
    System.out.println(
        "same fingerprint: " + Arrays.equals(wrapping.fingerprint(1), wrapping.fingerprint(2)));
  }

  private static String refusal(KeyWrapping wrapping, byte[] wrapped, int version, String context) {
    try {
      wrapping.unwrap(wrapped, version, context);
      return "accepted";
    } catch (KeyUnavailable e) {
      return e.reason().name();
    }
  }
}
