package health.salus.server;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import health.salus.interceptors.auth.AccessFilter;
import health.salus.interceptors.auth.SearchRights;
import health.salus.interceptors.masking.MaskedWrites;
import health.salus.storage.everything.EverythingOperation;
import health.salus.storage.everything.RecordQuery;
import health.salus.storage.hapi.EntryGate;
import health.salus.storage.narrowing.HopFilters;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;

/**
 * Takes guards out of a running server, and puts them back, for tests that show that each guard is
 * needed. Hooks are swapped on the registries. A guard inside the SQL of a search gets rights that
 * allow everything, by reflection: production code has no way to do that.
 */
final class Weakening {
  private static final SearchRights EVERYTHING =
      (caller, type, interaction) -> new AccessFilter.Everything();

  private final IInterceptorService serverHooks;
  private final IInterceptorService storageHooks;
  private final List<Object> allOfServer;
  private final List<Object> allOfStorage;
  private final HopFilters hops;
  private final RecordQuery record;
  private final EntryGate entries;
  private final Object hopRights;
  private final Object recordRights;
  private final BiConsumer<RequestDetails, BundleEntryComponent> entryDecision;

  Weakening(Application application) {
    RestfulServer fhir = (RestfulServer) application.doors().servlets().get("/fhir/*");
    serverHooks = fhir.getInterceptorService();
    storageHooks = application.storage().fhir().interceptors();
    allOfServer = List.copyOf(serverHooks.getAllRegisteredInterceptors());
    allOfStorage = List.copyOf(storageHooks.getAllRegisteredInterceptors());
    hops = application.storage().fhir().bean(HopFilters.class);
    entries = application.storage().fhir().bean(EntryGate.class);
    EverythingOperation operation =
        fhir.getPlainProviders().stream()
            .filter(EverythingOperation.class::isInstance)
            .map(EverythingOperation.class::cast)
            .findFirst()
            .orElseThrow();
    record = (RecordQuery) get(operation, "query");
    hopRights = get(hops, "rules");
    recordRights = get(record, "rights");
    @SuppressWarnings("unchecked") // the type of the field
    BiConsumer<RequestDetails, BundleEntryComponent> decision =
        (BiConsumer<RequestDetails, BundleEntryComponent>) get(entries, "decision");
    entryDecision = decision;
  }

  /** All guards but these. */
  void without(Set<Class<?>> off) {
    set(serverHooks, allOfServer, off);
    set(storageHooks, allOfStorage, off);
    set(hops, "rules", off.contains(HopFilters.class) ? EVERYTHING : hopRights);
    set(record, "rights", off.contains(RecordQuery.class) ? EVERYTHING : recordRights);
    entries.decideBy(
        off.contains(EntryGate.class)
            ? (request, entry) -> MaskedWrites.forgetPatch(request)
            : entryDecision);
  }

  private static void set(IInterceptorService registry, List<Object> all, Set<Class<?>> off) {
    registry.unregisterAllInterceptors();
    all.stream()
        .filter(hook -> !off.contains(hook.getClass()))
        .forEach(registry::registerInterceptor);
  }

  private static Object get(Object holder, String name) {
    try {
      Field field = holder.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(holder);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static void set(Object holder, String name, Object value) {
    try {
      Field field = holder.getClass().getDeclaredField(name);
      field.setAccessible(true);
      field.set(holder, value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
