package health.salus.storage.sealing;

import health.salus.storage.index.SealedSearchConfig;
import health.salus.storage.setting.Secrets;
import health.salus.storage.setting.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code encryption.yaml}: what is sealed, and where the key-encryption key comes from. A missing
 * file means the defaults: all is sealed, under a key in the data folder.
 *
 * @param enabled whether new versions are sealed; what is sealed is opened in any case
 * @param provider {@code jdk}, {@code bouncy-castle}, or a provider that is installed in the JVM
 * @param plainTypes resource types that are not sealed, because they tell of no person
 * @param search what of the search index is sealed
 * @param forgotten what reading a forgotten resource answers
 */
public record EncryptionConfig(
    boolean enabled,
    String provider,
    Set<String> plainTypes,
    KeyEncryptionKey keyEncryptionKey,
    SealedSearchConfig search,
    ForgottenAnswer forgotten) {

  /** Definitions and terminology; HAPI reads them all the time. */
  private static final List<String> PLAIN_TYPES =
      List.of(
          "CapabilityStatement",
          "CodeSystem",
          "CompartmentDefinition",
          "ConceptMap",
          "ImplementationGuide",
          "NamingSystem",
          "OperationDefinition",
          "SearchParameter",
          "StructureDefinition",
          "StructureMap",
          "ValueSet");

  /**
   * Where the key comes from; at most one of them is set, none means the data folder.
   *
   * @param folder with files {@code kek-1}, {@code kek-2} …
   * @param text the key itself, from the environment or a file
   * @param keystore a PKCS#12 file
   * @param pkcs11 the configuration of a token for SunPKCS11
   * @param password of the keystore, or the PIN of the token
   */
  public record KeyEncryptionKey(
      Optional<Path> folder,
      Optional<String> text,
      Optional<Path> keystore,
      Optional<Path> pkcs11,
      Optional<String> password) {

    static KeyEncryptionKey read(Settings settings) {
      KeyEncryptionKey read =
          new KeyEncryptionKey(
              Optional.ofNullable(settings.optionalText("folder")).map(Path::of),
              Optional.ofNullable(settings.secret("text")),
              Optional.ofNullable(settings.optionalText("keystore")).map(Path::of),
              Optional.ofNullable(settings.optionalText("pkcs11")).map(Path::of),
              Optional.ofNullable(settings.secret("password")));
      long sources =
          List.of(read.folder, read.text, read.keystore, read.pkcs11).stream()
              .filter(Optional::isPresent)
              .count();
      settings.refuse(
          sources > 1, "folder", "and text, keystore, pkcs11 exclude each other; set one of them");
      settings.refuse(
          (read.keystore.isPresent() || read.pkcs11.isPresent()) && read.password.isEmpty(),
          "password",
          "is needed to open the keystore or token");
      settings.refuseUnknown();
      return read;
    }

    @Override
    public String toString() {
      return "KeyEncryptionKey[folder=%s, keystore=%s, pkcs11=%s]"
          .formatted(folder, keystore, pkcs11);
    }
  }

  public EncryptionConfig {
    plainTypes = Set.copyOf(plainTypes);
  }

  public static EncryptionConfig read(
      Path file, Function<String, @Nullable String> environment, List<String> faults) {
    Settings settings =
        new Settings("encryption", Settings.parse(file), new Secrets(environment), faults);
    EncryptionConfig config =
        new EncryptionConfig(
            settings.flag("enabled", true),
            settings.text("provider", "jdk"),
            Set.copyOf(settings.texts("plainTypes", PLAIN_TYPES)),
            KeyEncryptionKey.read(settings.block("keyEncryptionKey")),
            SealedSearchConfig.read(settings.block("search")),
            settings.choice("forgotten", ForgottenAnswer.class, ForgottenAnswer.GONE));
    settings.refuseUnknown();
    return config;
  }

  /** The same settings, with another search index. */
  public EncryptionConfig with(SealedSearchConfig other) {
    return new EncryptionConfig(enabled, provider, plainTypes, keyEncryptionKey, other, forgotten);
  }

  /** The same settings, with sealing on or off. */
  public EncryptionConfig with(boolean sealing) {
    return new EncryptionConfig(sealing, provider, plainTypes, keyEncryptionKey, search, forgotten);
  }

  /** The same settings, with another answer for what was forgotten. */
  public EncryptionConfig with(ForgottenAnswer other) {
    return new EncryptionConfig(enabled, provider, plainTypes, keyEncryptionKey, search, other);
  }
}
