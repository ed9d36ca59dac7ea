package health.salus.interceptors.crypto;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Things that are for one thread at a time and costly to make. At most so many are kept; what is
 * too many is released. A thing is given back only after its use went well. Thread-safe.
 */
final class Pool<T> implements AutoCloseable {
  private static final int KEPT = 64;

  private final Supplier<T> maker;
  private final Consumer<T> release;
  private final ConcurrentLinkedDeque<T> free = new ConcurrentLinkedDeque<>();
  private final AtomicInteger kept = new AtomicInteger();
  private volatile boolean closed;

  Pool(Supplier<T> maker, Consumer<T> release) {
    this.maker = maker;
    this.release = release;
  }

  T take() {
    T thing = free.pollLast(); // the one used last is still in the processor's cache
    if (thing == null) {
      return maker.get();
    }
    kept.decrementAndGet();
    return thing;
  }

  void giveBack(T thing) {
    if (kept.incrementAndGet() > KEPT) {
      kept.decrementAndGet();
      release.accept(thing);
      return;
    }
    free.addLast(thing);
    if (closed) {
      close();
    }
  }

  /** Releases what is free now, and from now on whatever is given back. */
  @Override
  public void close() {
    closed = true;
    for (T thing = free.pollLast(); thing != null; thing = free.pollLast()) {
      kept.decrementAndGet();
      release.accept(thing);
    }
  }
}
