package health.salus.interceptors.crypto;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Things that are for one thread at a time and costly to make. A thread gets what it used last, be
 * it that another one used it meanwhile: what it holds is still in the processor's cache, and often
 * is what is needed again, such as a key. A thing is given back only after its use went well.
 * Thread-safe.
 */
final class Pool<T> implements AutoCloseable {
  /** More threads than this share places, so that things are made more often. */
  private static final int PLACES = 64;

  private final Supplier<T> maker;
  private final Consumer<T> release;
  private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES);
  private volatile boolean closed;

  Pool(Supplier<T> maker, Consumer<T> release) {
    this.maker = maker;
    this.release = release;
  }

  T take() {
    T thing = places.getAndSet(place(), null);
    return thing == null ? maker.get() : thing;
  }

  void giveBack(T thing) {
    put(place(), thing);
    if (closed) {
      close();
    }
  }

  /** Releases what is free now, and from now on whatever is given back. */
  @Override
  public void close() {
    closed = true;
    for (int place = 0; place < PLACES; place++) {
      put(place, null);
    }
  }

  private void put(int place, @Nullable T thing) {
    T before = places.getAndSet(place, thing);
    if (before != null) {
      release.accept(before);
    }
  }

  private static int place() {
    return Math.floorMod(Thread.currentThread().getId(), PLACES);
  }
}
