package health.salus.storage.setting;

import java.util.List;

/** The settings are wrong. Carries every fault found, so that one start shows them all. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  public ConfigException(List<String> faults) {
    super(String.join(System.lineSeparator(), faults));
    this.faults = List.copyOf(faults);
  }

  /** One sentence per fault: the setting, its value and what was expected. */
  public List<String> faults() {
    return faults;
  }
}
