package health.salus.storage.sealing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import health.salus.interceptors.crypto.KeyId;
import health.salus.storage.body.Loss;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * Writes a security alert for each stored body that is not what was sealed, once an hour at most
 * for each version and kind of loss, so that reading it over and over fills no disk. What a
 * destroyed key has made unreadable was meant to be, and is no alert. Thread-safe.
 */
public final class LossAudit implements LossReports {
  private static final String KINDS = "https://salus.health/fhir/CodeSystem/loss";
  private static final int MAX_PLACES = 10_000;
  private static final Duration SILENCE = Duration.ofHours(1);

  private final SystemEvents events;
  private final DataSource keySource;
  private final Clock clock;
  private final Cache<Place, Boolean> said =
      Caffeine.newBuilder().maximumSize(MAX_PLACES).expireAfterWrite(SILENCE).build();
  private final Map<Loss, LongAdder> counts = new EnumMap<>(Loss.class);

  LossAudit(SystemEvents events, DataSource keySource, Clock clock) {
    this.events = events;
    this.keySource = keySource;
    this.clock = clock;
    for (Loss loss : Loss.values()) {
      counts.put(loss, new LongAdder());
    }
  }

  private record Place(String address, Loss loss) {}

  @Override
  public void report(Loss loss, String address, Optional<KeyId> key) {
    count(loss).increment();
    if (said.asMap().putIfAbsent(new Place(address, loss), true) == null) {
      events.later(() -> event(loss, address, key));
    }
  }

  /** How often a body could not be shown for this reason since the start. */
  LongAdder count(Loss loss) {
    return counts.getOrDefault(loss, new LongAdder());
  }

  private Optional<AuditEvent> event(Loss loss, String address, Optional<KeyId> key) {
    if (key.isPresent() && isDestroyed(key.get())) {
      return Optional.empty();
    }
    AuditEvent event =
        SystemEvents.event(
            SystemEvents.alert(),
            new Coding().setSystem(KINDS).setCode(loss.name()),
            AuditEventOutcome._8,
            "Salus",
            clock.instant());
    int history = address.indexOf("/_history/");
    AuditEvent.AuditEventEntityComponent entity = event.addEntity();
    entity.setWhat(new Reference(history < 0 ? address : address.substring(0, history)));
    if (history >= 0) {
      entity
          .addDetail()
          .setType("version")
          .setValue(new StringType(address.substring(history + "/_history/".length())));
    }
    return Optional.of(event);
  }

  private boolean isDestroyed(KeyId key) {
    try (Connection connection = keySource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT 1 FROM salus.sealing_key WHERE key_id = ? AND state = 'DESTROYED'")) {
      select.setBytes(1, key.bytes());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The sealing keys cannot be read", e);
    }
  }
}
