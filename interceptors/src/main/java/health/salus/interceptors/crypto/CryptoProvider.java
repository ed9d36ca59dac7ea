package health.salus.interceptors.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Which implementation does the cryptography: the JDK's, Bouncy Castle, or any provider that is
 * installed in this JVM, such as one with a FIPS certificate. Thread-safe; what it gives out is for
 * one thread, except the source of randomness.
 */
public final class CryptoProvider {
  private final Provider provider;
  private final SecureRandom random;

  private CryptoProvider(Provider provider, SecureRandom random) {
    this.provider = provider;
    this.random = random;
  }

  /** The JDK's own. */
  public static CryptoProvider jdk() {
    return named("jdk");
  }

  /**
   * The provider of a name: {@code jdk}, {@code bouncy-castle}, or as the JVM calls it.
   *
   * @throws IllegalArgumentException if there is none, or if it lacks an algorithm that is needed
   */
  public static CryptoProvider named(String name) {
    CryptoProvider found =
        switch (name) {
          case "jdk" -> new CryptoProvider(installed("SunJCE"), new SecureRandom());
          case "bouncy-castle" -> of(new BouncyCastleProvider());
          default -> of(installed(name));
        };
    found.requireAlgorithms(name);
    return found;
  }

  /** A provider as it is, for what is known to use only what it has. */
  static CryptoProvider of(Provider provider) {
    return new CryptoProvider(provider, random(provider));
  }

  private static Provider installed(String name) {
    Provider provider = Security.getProvider(name);
    if (provider == null) {
      throw new IllegalArgumentException(
          "The cryptography provider "
              + name
              + " is not installed; choose jdk, bouncy-castle or one of "
              + Arrays.stream(Security.getProviders())
                  .map(Provider::getName)
                  .collect(Collectors.joining(", ")));
    }
    return provider;
  }

  /** The provider's own randomness if it has any, else the operating system's. */
  private static SecureRandom random(Provider provider) {
    return provider.getServices().stream()
        .filter(service -> service.getType().equals("SecureRandom"))
        .map(Provider.Service::getAlgorithm)
        .min((a, b) -> Boolean.compare(b.equals("DEFAULT"), a.equals("DEFAULT")))
        .map(algorithm -> random(provider, algorithm))
        .orElseGet(SecureRandom::new);
  }

  private static SecureRandom random(Provider provider, String algorithm) {
    try {
      return SecureRandom.getInstance(algorithm, provider);
    } catch (GeneralSecurityException e) {
      throw lacking(provider.getName(), algorithm, e);
    }
  }

  private void requireAlgorithms(String name) {
    try {
      aesGcm();
      aesCbc();
      hmac();
    } catch (GeneralSecurityException e) {
      throw lacking(name, "AES/GCM/NoPadding, AES/CBC/NoPadding and HmacSHA256", e);
    }
  }

  private static IllegalArgumentException lacking(
      String name, String algorithm, GeneralSecurityException cause) {
    return new IllegalArgumentException(
        "The cryptography provider " + name + " must have " + algorithm, cause);
  }

  Cipher aesGcm() throws GeneralSecurityException {
    return Cipher.getInstance("AES/GCM/NoPadding", provider);
  }

  Cipher aesCbc() throws GeneralSecurityException {
    return Cipher.getInstance("AES/CBC/NoPadding", provider);
  }

  Mac hmac() throws GeneralSecurityException {
    return Mac.getInstance("HmacSHA256", provider);
  }

  /** Randomness for keys and nonces. */
  public SecureRandom random() {
    return random;
  }

  @Override
  public String toString() {
    return provider.getName();
  }
}
