package health.salus.server.part;

import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import health.salus.cdshooks.http.CdsHooksServlet;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.OperationRight;
import health.salus.interceptors.auth.ScopeRules;
import health.salus.interceptors.paging.PageLinkFilter;
import health.salus.server.caller.CallerFilter;
import health.salus.server.caller.TokenRights;
import health.salus.server.cds.DatabaseFeedbackStore;
import health.salus.server.config.ServerConfig;
import health.salus.server.consent.ConsentOperations;
import health.salus.server.fhir.FhirServlet;
import health.salus.server.fhir.SystemSearch;
import health.salus.server.http.BodyLimitFilter;
import health.salus.server.http.HealthServlet;
import health.salus.server.http.HomeServlet;
import health.salus.server.http.Metrics;
import health.salus.server.http.MetricsServlet;
import health.salus.server.http.PublicPaths;
import health.salus.server.http.Refusals;
import health.salus.server.http.RequestIdFilter;
import health.salus.server.http.RequestMetrics;
import health.salus.server.http.ServerAddress;
import health.salus.server.http.WarmUp;
import health.salus.server.models.ModelsServlet;
import health.salus.server.smart.PatientDirectoryAsUser;
import health.salus.server.smart.TokenParameters;
import health.salus.smart.scope.SupportedScopes;
import health.salus.smart.server.AuthorizationServer;
import health.salus.smart.server.LoopbackGate;
import health.salus.smart.server.SmartSurroundings;
import health.salus.storage.everything.Everything;
import health.salus.storage.hapi.FhirStorage;
import health.salus.storage.hapi.MachineKey;
import health.salus.storage.hapi.SearchIndexRenewal;
import health.salus.storage.sealing.KeyJobs;
import health.salus.storage.sealing.KeysServlet;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last part: what answers on the socket.
 *
 * @param filters run on every path, in this order
 * @param servlets path specification to servlet
 * @param warmUp runs once the socket answers
 */
public record Doors(
    List<Filter> filters,
    Map<String, Servlet> servlets,
    AuthorizationServer authorizationServer,
    WarmUp warmUp) {

  /** Opens the doors; the jobs beside the requests start here, because the gates are closed now. */
  public static Doors open(
      ServerConfig config,
      Storage storage,
      Policies policies,
      Gates gates,
      Clinical clinical,
      ServerAddress address,
      Map<String, Servlet> moreServlets,
      Clock clock,
      Closing closing) {
    Metrics metrics = closing.later(() -> new Metrics(storage.database().dataSource()));
    AuthorizationServer smart =
        closing.later(() -> authorizationServer(config, storage, policies, address, clock));
    smart.trustAdministrator(MachineKey.CLIENT, MachineKey.take(storage.folder()).publicJwks());
    List<Object> operations =
        operations(config, storage, policies, clinical, smart, address, clock);
    storage.startJobs(config, policies, closing);
    KeyJobs keyJobs =
        closing.later(
            () ->
                storage
                    .sealing()
                    .jobs(
                        storage.fhir().fhirContext(),
                        new SearchIndexRenewal(storage.fhir(), storage.dataSource())));

    Map<String, Servlet> servlets = new LinkedHashMap<>(smart.servlets());
    servlets.put(
        "/fhir/*",
        FhirServlet.over(
            storage.fhir(),
            config.fhir(),
            config.server().baseUrl(),
            gates.serverHooks(),
            operations));
    servlets.put(
        "/cds-services/*",
        new CdsHooksServlet(
            clinical.cdsServices(),
            new DatabaseFeedbackStore(storage.dataSource(), storage.sealing().bodies()),
            storage.fhir().fhirContext(),
            clinical.patientData()));
    servlets.put(
        "/models/*", new ModelsServlet(clinical.models(), clinical.training(), TokenRights::allow));
    servlets.put("/keys/*", new KeysServlet(keyJobs, storage.sealing().ages(), TokenRights::allow));
    servlets.put(
        "/health/*", new HealthServlet(storage.database()::answers, storage.schema()::current));
    servlets.put(
        "/metrics",
        new MetricsServlet(
            metrics.registry(), storage.sealing().metrics(keyJobs, metrics.registry())::refresh));
    servlets.putAll(moreServlets);
    servlets.put(
        "",
        new HomeServlet(
            address.root(),
            smart.servlets().containsKey("/oauth/login"),
            moreServlets.containsKey("/demo/*")));
    WarmUp warmUp =
        new WarmUp(storage.fhir()::warmUp, request -> TokenRights.token(request).isPresent());
    return new Doors(
        filters(config, policies, gates, metrics, smart, warmUp), servlets, smart, warmUp);
  }

  private static List<Filter> filters(
      ServerConfig config,
      Policies policies,
      Gates gates,
      Metrics metrics,
      AuthorizationServer smart,
      WarmUp warmUp) {
    return List.of(
        new RequestIdFilter(),
        new RequestMetrics(metrics.registry()),
        new LoopbackGate(),
        smart.filter(PublicPaths.all(), Refusals::unauthenticated),
        warmUp, // a request that may see data waits for it
        new CallerFilter(request -> TokenRights.token(request).map(policies::caller)),
        new BodyLimitFilter(config.server().maxBodyBytes()),
        new PageLinkFilter(gates.pageLinks(), Callers::name, Refusals.pageLink()));
  }

  /** Operations of our own, beside HAPI's, each with the right that it takes. */
  private static List<Object> operations(
      ServerConfig config,
      Storage storage,
      Policies policies,
      Clinical clinical,
      AuthorizationServer smart,
      ServerAddress address,
      Clock clock) {
    ScopeRules scopes = policies.scopes();
    FhirStorage fhir = storage.fhir();
    return List.of(
        new SystemSearch(
            fhir.daos(),
            fhir.bean(MatchUrlService.class),
            config.fhir().defaultPageSize(),
            config.fhir().maxPageSize()),
        scopes.offer(
            Everything.over(fhir, storage.dataSource(), config.fhir(), policies::someDateIsMasked),
            OperationRight.READ_RECORD),
        scopes.offer(clinical.predict(), OperationRight.READ_INSTANCE),
        scopes.offer(
            ConsentOperations.breakGlass(
                fhir, storage.dataSource(), config.consent(), storage.facts(), clock),
            OperationRight.READ_TYPE),
        scopes.offer(
            ConsentOperations.explainAccess(policies.disclosures(), storage.facts()),
            OperationRight.READ_INSTANCE),
        scopes.offer( // which also takes an office and a confirmation
            storage
                .forgetting()
                .operation(
                    fhir.daos(),
                    smart.certificates()::sign,
                    address::root,
                    patient -> storage.facts().exists("Patient/" + patient)),
            OperationRight.ERASE));
  }

  private static AuthorizationServer authorizationServer(
      ServerConfig config, Storage storage, Policies policies, ServerAddress address, Clock clock) {
    return new AuthorizationServer(
        config.smart().settings(),
        new SmartSurroundings(
            storage.dataSource(),
            storage.database().migrationDataSource(),
            address::root,
            new PatientDirectoryAsUser(
                storage.fhir().daos(), policies.patientsOfUser(), policies.disclosures()),
            new SupportedScopes(
                storage.fhir().fhirContext().getResourceTypes(),
                new TokenParameters(storage.fhir().bean(ISearchParamRegistry.class))),
            Optional.ofNullable(config.smart().sealingKey())
                .orElseGet(() -> storage.folder().secret("smart"))),
        clock);
  }
}
