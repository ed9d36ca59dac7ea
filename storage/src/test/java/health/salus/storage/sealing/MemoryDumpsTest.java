package health.salus.storage.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryDumpsTest {
  private static final String ON = "-XX:+HeapDumpOnOutOfMemoryError";
  private static final String OFF = "-XX:-HeapDumpOnOutOfMemoryError";

  @Test
  void lastOptionCounts() {
    assertThat(MemoryDumps.on(List.of("-Xmx1g"))).isEmpty();
    assertThat(MemoryDumps.on(List.of(OFF, "-Xmx1g", ON))).containsExactly(ON);
    assertThat(MemoryDumps.on(List.of(ON, OFF))).isEmpty();
    assertThat(MemoryDumps.on(List.of("-XX:+HeapDumpAfterFullGC")))
        .containsExactly("-XX:+HeapDumpAfterFullGC");
  }

  /** An operator's own options come later, so that they can switch a dump on. */
  @Test
  void launcherSwitchesAllDumpsOff() throws IOException {
    String launcher = Files.readString(Path.of("../salus"));

    assertThat(launcher)
        .contains("ulimit -c 0", "-XX:-CreateCoredumpOnCrash", "-XX:+DisableAttachMechanism");
    assertThat(launcher.indexOf(OFF))
        .isPositive()
        .isLessThan(launcher.indexOf("${SALUS_JAVA_OPTS"));
  }
}
