package health.salus.storage.narrowing;

import java.util.Collection;

/** Asked before a chain is followed from one type to several. Implementations are thread-safe. */
@FunctionalInterface
public interface ChainCheck {
  /** Lets every chain pass. */
  ChainCheck NONE = (type, parameter, targets, chain) -> {};

  /** Throws what the caller is to be answered if this chain cannot be followed. */
  void check(String type, String parameter, Collection<String> targets, String chain);
}
