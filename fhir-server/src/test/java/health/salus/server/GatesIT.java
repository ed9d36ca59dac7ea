package health.salus.server;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import health.salus.storage.hapi.FhirStorage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;

/** Each hook is registered where it runs: HAPI calls only one of the two registries for each. */
class GatesIT {
  private static final TestServer SERVER = TestServer.shared();

  @Test
  void hooksOfTheStorageAreOnTheRegistryOfTheStorage() {
    RestfulServer fhir = (RestfulServer) SERVER.application().doors().servlets().get("/fhir/*");

    assertThat(ours(fhir.getInterceptorService().getAllRegisteredInterceptors()))
        .isNotEmpty()
        .allSatisfy(hook -> assertThat(pointcuts(hook)).allMatch(GatesIT::isOfServer));
    assertThat(ours(storage().interceptors().getAllRegisteredInterceptors()))
        .isNotEmpty()
        .allSatisfy(hook -> assertThat(pointcuts(hook)).noneMatch(GatesIT::isOfServer));
  }

  /** As CDS services and jobs read; without a last sort, pages could repeat or lose resources. */
  @Test
  void searchesOfTheServerItselfHaveATotalOrder() {
    AtomicReference<SearchParameterMap> searched = new AtomicReference<>();
    Object spy = new Spy(searched);
    storage().interceptors().registerInterceptor(spy);

    storage()
        .daos()
        .getResourceDao(Observation.class)
        .search(new SearchParameterMap(), new SystemRequestDetails());
    storage().interceptors().unregisterInterceptor(spy);

    assertThat(searched.get().getSort()).isNotNull();
    assertThat(searched.get().getSort().getParamName()).isEqualTo("_pid");
  }

  /** Sees a search after all gates. */
  @Interceptor
  public record Spy(AtomicReference<SearchParameterMap> searched) {
    /** Keeps the search. */
    @Hook(value = Pointcut.STORAGE_PRESEARCH_REGISTERED, order = Integer.MAX_VALUE)
    public void see(SearchParameterMap search) {
      searched.set(search);
    }
  }

  private static FhirStorage storage() {
    return SERVER.application().storage().fhir();
  }

  private static List<Object> ours(List<Object> hooks) {
    return hooks.stream()
        .filter(hook -> hook.getClass().getName().startsWith("health.salus."))
        .toList();
  }

  private static Stream<Pointcut> pointcuts(Object hook) {
    return Arrays.stream(hook.getClass().getMethods())
        .filter(method -> method.isAnnotationPresent(Hook.class))
        .map(method -> method.getAnnotation(Hook.class).value());
  }

  private static boolean isOfServer(Pointcut pointcut) {
    return pointcut.name().startsWith("SERVER_");
  }
}
