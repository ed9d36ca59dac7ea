package health.salus.interceptors.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects what is wrong with one consent. Not thread-safe. */
final class Faults {
  private final String consentId;
  private final List<Fault> found = new ArrayList<>();

  Faults(String consentId) {
    this.consentId = consentId;
  }

  void add(String path, FaultCode code) {
    found.add(new Fault(consentId, path, code));
  }

  List<Fault> found() {
    return List.copyOf(found);
  }

  boolean affectMeaning() {
    return found.stream().anyMatch(fault -> fault.code().affectsMeaning());
  }

  /**
   * What is read, or the other value if something was wrong with it. A criterion that is not
   * understood is taken as not stated: a denial, which alone is believed then, gets wider by that.
   */
  <T> T soundOr(T other, Supplier<T> reading) {
    int before = found.size();
    T value = reading.get();
    return found.size() > before ? other : value;
  }
}
