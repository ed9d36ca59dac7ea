package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import health.salus.interceptors.crypto.KeyUnavailable.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerOnlyKeyFileTest {
  @TempDir Path home;

  private Path folder;
  private OwnerOnlyKeyFile keys;

  @BeforeEach
  void open() {
    folder = home.resolve("keys");
    keys = new OwnerOnlyKeyFile(folder, CryptoProvider.jdk());
  }

  @Test
  void firstKeyIsMadeOnceAndForItsOwnerOnly() throws Exception {
    assertThat(keys.versions()).isEmpty();
    assertThat(keys.generateFirst()).isTrue();
    byte[] made = keys.key(1).orElseThrow().getEncoded();

    assertThat(keys.generateFirst()).isFalse();
    assertThat(keys.key(1).orElseThrow().getEncoded()).isEqualTo(made).hasSize(32);
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("kek-1"))).isEqualTo("rw-------");
    assertThat(names()).containsExactly("kek-1");
  }

  @Test
  void versionsStandSideBySide() throws Exception {
    keys.generateFirst();

    assertThat(keys.generateNext()).isEqualTo(2);
    assertThat(keys.generateNext()).isEqualTo(3);
    assertThat(keys.versions()).containsExactly(1, 2, 3);
    assertThat(keys.key(1).orElseThrow().getEncoded())
        .isNotEqualTo(keys.key(2).orElseThrow().getEncoded());
    assertThat(keys.key(4)).isEmpty();
  }

  @Test
  void firstKeyIsNotMadeWhereALaterOneIs() throws Exception {
    keys.generateFirst();
    keys.generateNext();
    Files.delete(folder.resolve("kek-1"));

    assertThat(keys.generateFirst()).isFalse();
    assertThat(keys.versions()).containsExactly(2);
  }

  @Test
  void manyAtOnceGetVersionsOfTheirOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> tasks =
          IntStream.range(0, 24).<Callable<Integer>>mapToObj(i -> keys::generateNext).toList();
      List<Future<Integer>> versions = threads.invokeAll(tasks);

      assertThat(versions).extracting(Future::get).doesNotHaveDuplicates();
      assertThat(keys.versions()).hasSize(24);
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x"})
  void fileOpenToOthersIsRefusedWithWhatToDo(String mode) throws Exception {
    keys.generateFirst();
    Path file = folder.resolve("kek-1");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertThat(refusalOfVersionOne())
        .hasMessage(
            file + " is open to others than its owner (" + mode + "); do: chmod 600 " + file);
  }

  @Test
  void folderOpenToOthersIsRefusedWithWhatToDo() throws Exception {
    keys.generateFirst();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(refusalOfVersionOne()).hasMessageEndingWith("do: chmod 700 " + folder);
    assertThat(catchThrowableOfType(KeyUnavailable.class, keys::versions))
        .hasMessageEndingWith("do: chmod 700 " + folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "zz"})
  void truncatedOrOtherContentIsRefused(String content) throws Exception {
    keys.generateFirst();
    Files.writeString(folder.resolve("kek-1"), content);

    KeyUnavailable refusal = refusalOfVersionOne();

    assertThat(refusal.reason()).isEqualTo(Reason.UNREADABLE);
    assertThat(refusal)
        .hasMessage(
            "A key in "
                + folder.resolve("kek-1")
                + " must have 64 hexadecimal digits; restore it from its backup");
  }

  @Test
  void otherFilesAreNoKeys() throws Exception {
    keys.generateFirst();
    for (String name : List.of("kek-0", "kek-01", "kek-2.old", ".kek-21.part", "note")) {
      Files.writeString(folder.resolve(name), "");
    }

    assertThat(keys.versions()).containsExactly(1);
  }

  @Test
  void whatIsNoFolderIsRefused() throws Exception {
    Files.writeString(folder, "");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rw-------"));

    assertThat(catchThrowableOfType(KeyUnavailable.class, keys::generateFirst).reason())
        .isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void folderThatALinkLeadsNowhereToIsRefused() throws Exception {
    Files.createSymbolicLink(folder, home.resolve("nowhere"));

    assertThat(catchThrowableOfType(KeyUnavailable.class, keys::generateNext).reason())
        .isEqualTo(Reason.UNREADABLE);
  }

  private KeyUnavailable refusalOfVersionOne() {
    return catchThrowableOfType(KeyUnavailable.class, () -> keys.key(1));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
