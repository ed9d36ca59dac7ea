package health.salus.interceptors.crypto;

import health.salus.interceptors.crypto.KeyUnavailable.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/**
 * Key-encryption keys in the files {@code kek-1}, {@code kek-2} and so on of one folder, each 64
 * hexadecimal digits. Folder and files are refused if anybody but their owner has rights to them.
 * Thread-safe, also across processes: no file is ever written over.
 */
public final class OwnerOnlyKeyFile implements KeyEncryptionKeys {
  private static final Pattern NAME = Pattern.compile("kek-([1-9]\\d{0,8})");
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path folder;
  private final CryptoProvider provider;

  public OwnerOnlyKeyFile(Path folder, CryptoProvider provider) {
    this.folder = folder;
    this.provider = provider;
  }

  /**
   * Makes version 1 if there is no version at all. Not called where something is wrapped already:
   * then a missing key is to be restored, not replaced.
   *
   * @return whether it was made, so that somebody is told to back it up
   */
  public boolean generateFirst() throws KeyUnavailable {
    return versions().isEmpty() && generate(1);
  }

  /** Makes the next version and tells which one it is. */
  public int generateNext() throws KeyUnavailable {
    Set<Integer> versions = versions();
    int next = versions.isEmpty() ? 1 : Collections.max(versions) + 1;
    while (!generate(next)) { // another process made it in between
      next++;
    }
    return next;
  }

  private boolean generate(int version) throws KeyUnavailable {
    byte[] key = new byte[DataKey.BYTES];
    provider.random().nextBytes(key);
    try {
      makeFolder();
      DurableFile.create(file(version), HexFormat.of().formatHex(key) + "\n");
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException | UnsupportedOperationException e) {
      throw new KeyUnavailable(
          Reason.UNREADABLE,
          "Cannot write " + file(version) + "; let this user write into the folder",
          e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private void makeFolder() throws IOException {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      throw new NotDirectoryException(folder.toString());
    }
  }

  @Override
  public String source() {
    return "the folder " + folder;
  }

  @Override
  public CryptoProvider provider() {
    return provider;
  }

  @Override
  public Set<Integer> versions() throws KeyUnavailable {
    Set<Integer> versions = new TreeSet<>();
    if (Files.notExists(folder)) {
      return versions;
    }
    requireOwnerOnly(folder, "700");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          versions.add(Integer.valueOf(name.group(1)));
        }
      }
      return versions;
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  @Override
  public Optional<SecretKey> key(int version) throws KeyUnavailable {
    Path file = file(version);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    requireOwnerOnly(folder, "700");
    requireOwnerOnly(file, "600");
    try {
      return Optional.of(HexKeys.key(file.toString(), Files.readString(file).strip()));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private Path file(int version) {
    return folder.resolve("kek-" + version);
  }

  private static void requireOwnerOnly(Path path, String mode) throws KeyUnavailable {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (!OWNER.containsAll(permissions)) {
        throw new KeyUnavailable(
            Reason.UNREADABLE,
            path
                + " is open to others than its owner ("
                + PosixFilePermissions.toString(permissions)
                + "); do: chmod "
                + mode
                + " "
                + path);
      }
    } catch (UnsupportedOperationException | IOException e) {
      throw unreadable(path, e);
    }
  }

  private static KeyUnavailable unreadable(Path path, Exception cause) {
    return new KeyUnavailable(
        Reason.UNREADABLE,
        path
            + " cannot be read; it must belong to the user of this process, on a POSIX file system",
        cause);
  }
}
