package health.salus.interceptors.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoolTest {
  private final List<Object> released = new ArrayList<>();
  private final Pool<Object> pool = new Pool<>(Object::new, released::add);

  @Test
  void whatWasGivenBackIsTakenAgain() {
    Object thing = pool.take();
    pool.giveBack(thing);

    assertThat(pool.take()).isSameAs(thing);
    assertThat(pool.take()).isNotSameAs(thing);
  }

  @Test
  void whatIsTooManyIsReleased() {
    List<Object> things = Stream.generate(pool::take).limit(100).toList();

    things.forEach(pool::giveBack);

    assertThat(released).isEqualTo(things.subList(0, 99));
  }

  @Test
  void threadsKeepTheirOwn() throws InterruptedException {
    List<Object> others = new ArrayList<>();
    Object thing = pool.take();
    pool.giveBack(thing);

    Thread other = new Thread(() -> others.add(pool.take()));
    if ((other.getId() - Thread.currentThread().getId()) % 64 == 0) { // they would share a place
      other = new Thread(() -> others.add(pool.take()));
    }
    other.start();
    other.join();

    assertThat(others).doesNotContain(thing);
    assertThat(pool.take()).isSameAs(thing);
  }

  @Test
  void closingReleasesWhatIsThereAndWhatComesBackLater() {
    Object there = pool.take();
    Object later = pool.take();
    pool.giveBack(there);

    pool.close();
    pool.giveBack(later);

    assertThat(released).containsExactly(there, later);
  }
}
