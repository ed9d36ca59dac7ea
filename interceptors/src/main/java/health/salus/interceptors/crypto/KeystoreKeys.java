package health.salus.interceptors.crypto;

import health.salus.interceptors.crypto.KeyUnavailable.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/**
 * Key-encryption keys in a keystore, under the aliases {@code salus-kek-1}, {@code salus-kek-2} and
 * so on: a PKCS#12 file, or a PKCS#11 token that never lets them out. Thread-safe.
 */
public final class KeystoreKeys implements KeyEncryptionKeys {
  private static final String ALIAS = "salus-kek-";
  private static final Pattern VERSION = Pattern.compile(ALIAS + "([1-9]\\d{0,8})");

  private final String source;
  private final CryptoProvider provider;
  private final char[] password;
  private final Opening opening;

  private KeystoreKeys(String source, CryptoProvider provider, char[] password, Opening opening) {
    this.source = source;
    this.provider = provider;
    this.password = password.clone();
    this.opening = opening;
  }

  /** The keys in a PKCS#12 file, which is read again at each call. */
  public static KeystoreKeys pkcs12(Path file, char[] password, CryptoProvider provider) {
    return new KeystoreKeys(
        "the keystore " + file,
        provider,
        password,
        secret -> {
          KeyStore keystore = KeyStore.getInstance("PKCS12");
          try (InputStream content = Files.newInputStream(file)) {
            keystore.load(content, secret);
          }
          return keystore;
        });
  }

  /**
   * The keys on a token.
   *
   * @param configuration a file that says which library and slot, in the form of SunPKCS11
   */
  public static KeystoreKeys pkcs11(Path configuration, char[] pin) throws KeyUnavailable {
    String source = "the token of " + configuration;
    Provider token;
    try {
      token = Security.getProvider("SunPKCS11").configure(configuration.toString());
    } catch (InvalidParameterException | ProviderException e) {
      throw unreadable(source, e);
    }
    return new KeystoreKeys(
        source,
        CryptoProvider.of(token),
        pin,
        secret -> {
          KeyStore keystore = KeyStore.getInstance("PKCS11", token);
          keystore.load(null, secret);
          return keystore;
        });
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public CryptoProvider provider() {
    return provider;
  }

  @Override
  public Set<Integer> versions() throws KeyUnavailable {
    Set<Integer> versions = new TreeSet<>();
    try {
      for (String alias : Collections.list(opening.open(password).aliases())) {
        Matcher version = VERSION.matcher(alias.toLowerCase(Locale.ROOT));
        if (version.matches()) {
          versions.add(Integer.valueOf(version.group(1)));
        }
      }
      return versions;
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw unreadable(source, e);
    }
  }

  @Override
  public Optional<SecretKey> key(int version) throws KeyUnavailable {
    try {
      Key key = opening.open(password).getKey(ALIAS + version, password);
      return key == null ? Optional.empty() : Optional.of(aes256(key, version));
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw unreadable(source, e);
    }
  }

  /** A token does not tell how long a key is that it keeps. */
  private SecretKey aes256(Key key, int version) throws KeyUnavailable {
    byte[] bytes = key.getEncoded();
    if (key instanceof SecretKey secret
        && key.getAlgorithm().equals("AES")
        && (bytes == null || bytes.length == DataKey.BYTES)) {
      return secret;
    }
    throw new KeyUnavailable(
        Reason.UNREADABLE, ALIAS + version + " in " + source + " must be an AES key of 256 bits");
  }

  private static KeyUnavailable unreadable(String source, Exception cause) {
    return new KeyUnavailable(
        Reason.UNREADABLE,
        "Cannot read " + source + "; check that it is there and that its password or PIN is right",
        cause);
  }

  /** Opens a keystore with its password. */
  @FunctionalInterface
  private interface Opening {
    KeyStore open(char[] password) throws GeneralSecurityException, IOException;
  }
}
