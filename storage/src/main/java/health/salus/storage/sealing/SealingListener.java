package health.salus.storage.sealing;

import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import jakarta.persistence.EntityManagerFactory;
import java.util.Arrays;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** Seals a body when its row is written. Thread-safe. */
@SuppressWarnings("serial") // Hibernate's interfaces are serializable, this never is
public final class SealingListener implements PreInsertEventListener, PreUpdateEventListener {
  /** The field of HAPI's entity that holds the body. */
  private static final String FIELD = "myResourceTextVc";

  private final SealedBodies bodies;

  private SealingListener(SealedBodies bodies) {
    this.bodies = bodies;
  }

  /** Has Hibernate ask before it writes. */
  public static SealingListener register(EntityManagerFactory factory, SealedBodies bodies) {
    SealingListener listener = new SealingListener(bodies);
    EventListenerRegistry registry =
        factory
            .unwrap(SessionFactoryImplementor.class)
            .getServiceRegistry()
            .requireService(EventListenerRegistry.class);
    registry.appendListeners(EventType.PRE_INSERT, listener);
    registry.appendListeners(EventType.PRE_UPDATE, listener);
    return listener;
  }

  @Override
  public boolean onPreInsert(PreInsertEvent event) {
    seal(event.getEntity(), event.getState(), event.getPersister());
    return false;
  }

  @Override
  public boolean onPreUpdate(PreUpdateEvent event) {
    seal(event.getEntity(), event.getState(), event.getPersister());
    return false;
  }

  /** Changes what is written and, so that Hibernate sees no change later, the entity. */
  private void seal(Object entity, @Nullable Object[] state, EntityPersister persister) {
    if (!(entity instanceof ResourceHistoryTable row)) {
      return;
    }
    int index = Arrays.asList(persister.getPropertyNames()).indexOf(FIELD);
    if (state[index] instanceof String text) {
      String sealed = bodies.seal(text, row.getIdDt().getValue());
      state[index] = sealed;
      row.setResourceTextVc(sealed);
    }
  }
}
