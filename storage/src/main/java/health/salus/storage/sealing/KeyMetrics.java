package health.salus.storage.sealing;

import health.salus.storage.body.Loss;
import health.salus.storage.key.KeyAges;
import health.salus.storage.key.KeyStoreTable.KeyCount;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers and ages of keys, the state of the last job, and bodies that could not be opened, as
 * metrics. The database is queried on a scrape, every thirty seconds at most. No label names a
 * person. Thread-safe.
 */
public final class KeyMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(KeyMetrics.class);
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final String SECONDS = "seconds";

  private final KeyJobs jobs;
  private final KeyAges ages;
  private final Clock clock;
  private final MultiGauge numbers;
  private final MultiGauge oldest;
  private final MultiGauge versions;
  private Instant read = Instant.MIN;

  KeyMetrics(KeyJobs jobs, KeyAges ages, LossAudit losses, MeterRegistry registry, Clock clock) {
    this.jobs = jobs;
    this.ages = ages;
    this.clock = clock;
    this.numbers =
        MultiGauge.builder("salus.keys")
            .description("Sealing keys, by the version of the key-encryption key that wraps them")
            .register(registry);
    this.oldest =
        MultiGauge.builder("salus.key.age")
            .description("Age of the oldest sealing key")
            .baseUnit(SECONDS)
            .register(registry);
    this.versions =
        MultiGauge.builder("salus.key.encryption.key.age")
            .description("Age of a version of the key-encryption key that is in use")
            .baseUnit(SECONDS)
            .register(registry);
    for (String state : List.of("RUNNING", "FAILED")) {
      Gauge.builder("salus.key.job", jobs, job -> job.report().state().equals(state) ? 1 : 0)
          .description("Whether the last job with the keys is in this state")
          .tag("state", state.toLowerCase(Locale.ROOT))
          .register(registry);
    }
    for (Loss loss : Loss.values()) {
      FunctionCounter.builder("salus.bodies.lost", losses.count(loss), LongAdder::sum)
          .description("How often a stored body could not be shown, by reason")
          .tag("loss", loss.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  /** Asks the database, unless it was asked a moment ago. */
  public synchronized void refresh() {
    Instant now = clock.instant();
    if (read.plus(FRESH).isAfter(now)) {
      return;
    }
    read = now;
    List<Row<?>> counted = new ArrayList<>();
    List<Row<?>> aged = new ArrayList<>();
    List<Row<?>> wrapping = new ArrayList<>();
    try {
      read(counted, aged, wrapping);
    } catch (IllegalStateException e) { // then there are no such metrics, and all others are there
      LOG.warn("The keys cannot be counted now: {}", e.getMessage());
    }
    numbers.register(counted, true);
    oldest.register(aged, true);
    versions.register(wrapping, true);
  }

  private void read(List<Row<?>> counted, List<Row<?>> aged, List<Row<?>> wrapping) {
    Map<Tags, Long> eldest = new HashMap<>();
    for (KeyCount count : jobs.counts()) {
      Tags tags = Tags.of("purpose", count.purpose(), "state", count.state());
      counted.add(Row.of(tags.and("version", String.valueOf(count.wrappedBy())), count.keys()));
      eldest.merge(tags, ages.ofKey(count).toSeconds(), Math::max);
    }
    eldest.forEach((tags, seconds) -> aged.add(Row.of(tags, seconds)));
    ages.ofVersions()
        .forEach(
            (version, age) ->
                wrapping.add(Row.of(Tags.of("version", String.valueOf(version)), age.toSeconds())));
  }
}
