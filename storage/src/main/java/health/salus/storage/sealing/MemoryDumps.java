package health.salus.storage.sealing;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Detects JVM options that write this process's memory, where resources and keys are plain, to
 * disk.
 */
final class MemoryDumps {
  /** Options of the JVM by what must be in its command line to have them. */
  private static final Map<String, String> OPTIONS =
      new TreeMap<>(
          Map.of(
              "-XX:+HeapDumpOnOutOfMemoryError", "-XX:-HeapDumpOnOutOfMemoryError",
              "-XX:+HeapDumpBeforeFullGC", "-XX:-HeapDumpBeforeFullGC",
              "-XX:+HeapDumpAfterFullGC", "-XX:-HeapDumpAfterFullGC"));

  private MemoryDumps() {}

  /** The options of this process that switch dumps on; the last of two that disagree counts. */
  static List<String> on() {
    return on(ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  static List<String> on(List<String> arguments) {
    return OPTIONS.entrySet().stream()
        .filter(
            option ->
                arguments.lastIndexOf(option.getKey()) > arguments.lastIndexOf(option.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
