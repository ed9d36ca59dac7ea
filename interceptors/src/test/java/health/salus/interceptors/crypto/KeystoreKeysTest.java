package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import health.salus.interceptors.crypto.KeyUnavailable.Reason;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeystoreKeysTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();

  @TempDir Path home;

  private Path file;
  private KeystoreKeys keys;

  @BeforeEach
  void open() {
    file = home.resolve("salus.p12");
    keys = KeystoreKeys.pkcs12(file, PASSWORD, CryptoProvider.jdk());
  }

  @Test
  void keysOfTheFileWrapAndUnwrap() throws Exception {
    write(Map.of("salus-kek-1", 32, "salus-kek-2", 32, "another", 32, "salus-kek-0", 32));
    KeyWrapping wrapping = new LocalKeyWrapping(keys);
    SecretBytes secret = SecretBytes.fromHex("07".repeat(32));

    assertThat(keys.versions()).containsExactly(1, 2);
    assertThat(wrapping.currentVersion()).isEqualTo(2);
    assertThat(wrapping.unwrap(wrapping.wrap(secret, "a"), 2, "a")).isEqualTo(secret);
    assertThat(keys.key(3)).isEmpty();
  }

  @Test
  void keysOfAnotherLengthAreRefused() throws Exception {
    write(Map.of("salus-kek-1", 16));

    assertThat(catchThrowableOfType(KeyUnavailable.class, () -> keys.key(1)))
        .hasMessage("salus-kek-1 in the keystore " + file + " must be an AES key of 256 bits");
  }

  @Test
  void missingFileWrongPasswordAndDamagedFileAreToldAtStart() throws Exception {
    assertThat(refusalAtStart(keys)).isEqualTo(Reason.UNREADABLE);

    write(Map.of("salus-kek-1", 32));
    KeystoreKeys wrong = KeystoreKeys.pkcs12(file, "wrong".toCharArray(), CryptoProvider.jdk());
    assertThat(refusalAtStart(wrong)).isEqualTo(Reason.UNREADABLE);

    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
    assertThat(refusalAtStart(keys)).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void keystoreWithoutOurKeysIsRefusedAtStart() throws Exception {
    write(Map.of("another", 32));

    assertThat(refusalAtStart(keys)).isEqualTo(Reason.MISSING);
  }

  @Test
  void tokenWhoseLibraryIsMissingIsRefused() throws Exception {
    Path configuration = home.resolve("token.cfg");
    Files.writeString(configuration, "name = Missing\nlibrary = " + home.resolve("missing.so"));

    KeyUnavailable refusal =
        catchThrowableOfType(
            KeyUnavailable.class, () -> KeystoreKeys.pkcs11(configuration, PASSWORD));

    assertThat(refusal).hasMessageContaining("the token of " + configuration);
  }

  private static Reason refusalAtStart(KeystoreKeys keys) {
    return catchThrowableOfType(KeyUnavailable.class, () -> new LocalKeyWrapping(keys)).reason();
  }

  private void write(Map<String, Integer> lengths) throws Exception {
    KeyStore keystore = KeyStore.getInstance("PKCS12");
    keystore.load(null, PASSWORD);
    for (Map.Entry<String, Integer> entry : lengths.entrySet()) {
      keystore.setEntry(
          entry.getKey(),
          new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[entry.getValue()], "AES")),
          new KeyStore.PasswordProtection(PASSWORD));
    }
    try (OutputStream content = Files.newOutputStream(file)) {
      keystore.store(content, PASSWORD);
    }
  }
}
