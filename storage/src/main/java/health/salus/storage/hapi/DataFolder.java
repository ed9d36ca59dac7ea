package health.salus.storage.hapi;

import health.salus.storage.setting.StartFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The one folder in which everything lies that this server keeps: database, keys, logs. It belongs
 * to one process at a time. The lock is the operating system's, so that it ends with the process
 * however that dies; the file's content only names the owner.
 */
public final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the folder, creating it readable by its owner only.
   *
   * @throws StartFailure if another process has it or it cannot be written
   */
  public static DataFolder take(Path path) {
    try {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      Path file = path.resolve("salus.lock");
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      @Nullable FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new StartFailure(
            "The data folder %s is in use by process %s. Stop that server, or choose another folder with --data."
                .formatted(path, Files.readString(file).strip()));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
      return new DataFolder(path, channel, lock);
    } catch (IOException | UnsupportedOperationException e) {
      throw new StartFailure(
          "The data folder %s cannot be used (%s). Make it writable or choose another with --data."
              .formatted(path, e.getClass().getSimpleName()),
          e);
    }
  }

  public Path path() {
    return path;
  }

  /** A secret of this installation, made on first use and readable by its owner only. */
  public String secret(String name) {
    Path file = path.resolve("keys").resolve(name);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(
            path.resolve("keys"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(random));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartFailure("The secret %s cannot be read or made.".formatted(file), e);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new StartFailure("The data folder %s could not be released.".formatted(path), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
