package health.salus.server;

import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.rest.openapi.OpenApiInterceptor;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import health.salus.cdshooks.CdsHooksServlet;
import health.salus.cdshooks.CdsService;
import health.salus.cdshooks.PatientData;
import health.salus.cdshooks.RiskCards;
import health.salus.cdshooks.RiskPredictionService;
import health.salus.cdshooks.RiskScorer;
import health.salus.interceptors.auth.AccessRules;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.Grant;
import health.salus.interceptors.auth.ScopeRules;
import health.salus.interceptors.auth.Visibility;
import health.salus.interceptors.body.BodyGuard;
import health.salus.interceptors.error.ErrorMapper;
import health.salus.interceptors.masking.MaskKey;
import health.salus.interceptors.masking.MaskedParameters;
import health.salus.interceptors.masking.MaskedPatch;
import health.salus.interceptors.masking.MaskedView;
import health.salus.interceptors.masking.MaskingPolicy;
import health.salus.interceptors.masking.PutBack;
import health.salus.interceptors.media.MediaTypes;
import health.salus.interceptors.operation.ConflictRetry;
import health.salus.interceptors.operation.OperationAllowList;
import health.salus.interceptors.operation.SystemInteractions;
import health.salus.interceptors.paging.EverythingPages;
import health.salus.interceptors.paging.PageLinkCipher;
import health.salus.interceptors.paging.PageLinkFilter;
import health.salus.interceptors.paging.PageLinks;
import health.salus.interceptors.search.SearchGuard;
import health.salus.interceptors.search.StablePages;
import health.salus.interceptors.search.SummaryText;
import health.salus.interceptors.transaction.EntryRequests;
import health.salus.interceptors.transaction.EntryResponses;
import health.salus.ml.model.ModelDefinition;
import health.salus.ml.model.ModelDefinitionException;
import health.salus.ml.model.ModelDefinitionLoader;
import health.salus.ml.model.ModelStore;
import health.salus.ml.predict.ModelCatalog;
import health.salus.ml.predict.PredictOperation;
import health.salus.server.access.AccessFacts;
import health.salus.server.access.CallerFilter;
import health.salus.server.access.Guards;
import health.salus.server.access.MaskedAnswers;
import health.salus.server.access.MaskedResults;
import health.salus.server.access.MaskedSearches;
import health.salus.server.access.MaskedWrites;
import health.salus.server.access.PatientsOfUserAsSystem;
import health.salus.server.access.RedisclosureNotice;
import health.salus.server.access.ResourceMatch;
import health.salus.server.access.ResultRules;
import health.salus.server.access.SearchHops;
import health.salus.server.access.SearchNarrowing;
import health.salus.server.access.StoredFacts;
import health.salus.server.access.StoredVisibility;
import health.salus.server.access.TokenCallers;
import health.salus.server.access.WriteRules;
import health.salus.server.body.SentBodies;
import health.salus.server.body.StoredBodyResponse;
import health.salus.server.cds.DatabaseFeedbackStore;
import health.salus.server.cds.ModelRiskScorer;
import health.salus.server.cds.PatientDataAsCaller;
import health.salus.server.cds.PrefetchTemplates;
import health.salus.server.cds.RiskCardSettings;
import health.salus.server.config.ConfigException;
import health.salus.server.config.MaskingFile;
import health.salus.server.config.ServerConfig;
import health.salus.server.consent.ConsentLog;
import health.salus.server.consent.ConsentOperations;
import health.salus.server.consent.Disclosures;
import health.salus.server.consent.OfficeRules;
import health.salus.server.everything.Everything;
import health.salus.server.fhir.ConditionalQueue;
import health.salus.server.fhir.FhirServlet;
import health.salus.server.fhir.SmartSecurity;
import health.salus.server.fhir.SystemSearch;
import health.salus.server.http.BodyLimitFilter;
import health.salus.server.http.HealthServlet;
import health.salus.server.http.HomeServlet;
import health.salus.server.http.HttpServer;
import health.salus.server.http.MetricsServlet;
import health.salus.server.http.Refusals;
import health.salus.server.http.RequestIdFilter;
import health.salus.server.http.RequestMetrics;
import health.salus.server.label.LabelRulesFile;
import health.salus.server.label.Labelling;
import health.salus.server.label.RelabelJob;
import health.salus.server.label.RelabelStore;
import health.salus.server.models.CallerRecords;
import health.salus.server.models.DatabaseModelStore;
import health.salus.server.models.ModelTraining;
import health.salus.server.models.ModelsServlet;
import health.salus.server.sealing.ForgottenReads;
import health.salus.server.sealing.ForgottenWatch;
import health.salus.server.sealing.KeyJobs;
import health.salus.server.sealing.KeysServlet;
import health.salus.server.sealing.LostBodies;
import health.salus.server.sealing.Sealing;
import health.salus.server.smart.PatientDirectoryAsUser;
import health.salus.server.smart.TokenParameters;
import health.salus.server.storage.DataFolder;
import health.salus.server.storage.Database;
import health.salus.server.storage.EntryGate;
import health.salus.server.storage.FhirStorage;
import health.salus.server.storage.MachineKey;
import health.salus.server.storage.PatientIdsAsSystem;
import health.salus.server.storage.SchemaMigration;
import health.salus.server.storage.SearchIndexRenewal;
import health.salus.smart.AuthorizationServer;
import health.salus.smart.LoopbackGate;
import health.salus.smart.SmartSurroundings;
import health.salus.smart.scope.SupportedScopes;
import health.salus.smart.token.AccessToken;
import health.salus.smart.token.AuthenticationFilter;
import health.salus.terminology.EqualCodes;
import health.salus.terminology.RegexFilterGuard;
import health.salus.terminology.label.LabelRules;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server, put together. Read {@code open} from top to bottom. It is long because every line of
 * wiring stands here and nowhere else; no line decides anything.
 */
public final class Application implements AutoCloseable {
  /** Paths without data of patients behind them. */
  private static final List<String> PUBLIC_PATHS =
      Stream.concat(
              AuthorizationServer.PUBLIC_PATHS.stream(),
              Stream.of(
                  "/fhir/metadata",
                  "/fhir/api-docs",
                  "/fhir/swagger-ui/",
                  "/health/",
                  "/metrics",
                  "/demo/"))
          .toList();

  private final Closing closing = new Closing();
  private final Map<String, Servlet> moreServlets;
  private final Guards guards;
  private @Nullable HttpServer http;
  private @Nullable String baseUrl;
  private @Nullable AuthorizationServer authorizationServer;

  /** A server as it ships. */
  public Application() {
    this(Map.of());
  }

  /**
   * A server with more than ships, such as the pages of the demo.
   *
   * @param moreServlets path specification to servlet; what needs no token lies under {@code
   *     /demo/}
   */
  public Application(Map<String, Servlet> moreServlets) {
    this(moreServlets, Guards.ALL);
  }

  /**
   * A server without some of its guards; only tests in this package can ask for one, to show that
   * each guard is needed.
   *
   * @param guards those that are on
   */
  Application(Map<String, Servlet> moreServlets, Guards guards) {
    this.moreServlets = Map.copyOf(moreServlets);
    this.guards = guards;
  }

  private boolean isOn(Object guard) {
    return guards.on(guard.getClass());
  }

  /**
   * Starts everything; once this returns, requests are answered.
   *
   * @throws StartFailure with one line that says what to do; nothing is left open then
   */
  public void start(ServerConfig config) {
    try {
      http = open(config);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private HttpServer open(ServerConfig config) {
    Logging.use(config.logFormat());
    StartPhases phases = new StartPhases();
    Clock clock = Clock.systemUTC();
    baseUrl = config.server().baseUrl();
    DataFolder folder = closing.later(() -> DataFolder.take(config.data()));
    Database database = closing.later(() -> Database.open(config.database(), folder));
    phases.done("database");
    SchemaMigration schema = new SchemaMigration(database.migrationDataSource());
    schema.migrate();
    phases.done("schema");
    Sealing sealing =
        closing.later(
            () ->
                Sealing.open(
                    config.encryption(),
                    database.keyDataSource(),
                    database.dataSource(),
                    folder.path(),
                    clock));
    phases.done("keys");
    FhirStorage storage =
        closing.later(
            () -> FhirStorage.start(config.fhir(), database.dataSource(), folder, sealing, guards));
    phases.done("storage");
    Metrics metrics = closing.later(() -> new Metrics(database.dataSource()));

    Function<HttpServletRequest, String> caller = Callers::name;
    PageLinkCipher pageLinks = new PageLinkCipher(folder.secret("page-links"));

    AccessRules rules = storage.bean(AccessRules.class);
    ISearchParamRegistry searchParameters = storage.bean(ISearchParamRegistry.class);
    ISearchParamExtractor extractor = storage.bean(ISearchParamExtractor.class);
    StoredFacts facts = AccessFacts.stored(storage, database.dataSource());
    ResourceMatch match =
        new ResourceMatch(
            rules.compartment(), searchParameters, extractor, facts, storage.fhirContext());
    Visibility visibility = new StoredVisibility(storage.daos(), match, facts);
    ScopeRules scopes = new ScopeRules(rules, visibility);
    storage
        .bean(EntryGate.class)
        .decideBy(
            (request, entry) -> {
              MaskedWrites.forgetPatch(request);
              if (guards.on(EntryGate.class)) {
                scopes.checkEntry(request, entry);
              }
            });

    MaskingPolicy masking = MaskingFile.read(config.masking(), storage.fhirContext());
    MaskedParameters maskedParameters =
        new MaskedParameters(storage.fhirContext(), searchParameters);
    MaskedView views =
        new MaskedView(storage.fhirContext(), new MaskKey(folder.secret("masking")), clock);

    phases.done("masks");
    AccessFacts.encryptCodes(storage, database.dataSource());
    AccessFacts.rebuild(storage, database.dataSource(), ConsentLog.followers()).run();
    Path labelFile = config.configDirectory().resolve("labels.yaml");
    LabelRules labels = LabelRulesFile.read(labelFile, storage);
    Disclosures disclosures =
        new Disclosures(config.consent(), database.dataSource(), storage.daos(), clock);
    disclosures.prepare();
    phases.done("labels and consents");

    // Hooks of the storage: they hold for bundles, operations and the server's own code too.
    Stream.of(
            new ConflictRetry(),
            new MaskedSearches( // refuses, before anything is narrowed
                masking, maskedParameters, searchParameters),
            new SearchNarrowing(rules, new SearchHops(rules, searchParameters, guards)),
            new ResultRules(rules, match, storage.fhirContext()),
            new LostBodies(), // after what hides whole resources
            new WriteRules(rules, match, visibility, extractor, storage.fhirContext()),
            new OfficeRules(
                Map.of(
                    "Consent", config.consent().recorderRoles(),
                    "PractitionerRole", Set.of(Caller.ADMINISTRATOR, Caller.SERVICE),
                    "SearchParameter", Set.of(Caller.ADMINISTRATOR))),
            new RedisclosureNotice(), // on copies that may be masked next
            new MaskedResults(masking, views), // after what hides whole resources
            new MaskedWrites(
                masking,
                new PutBack(storage.fhirContext(), views),
                new MaskedPatch(storage.fhirContext()),
                storage.fhirContext()),
            new Labelling(labels), // sees what will be stored
            AccessFacts.writer(storage, ConsentLog.followers())) // last: knows what was stored
        .filter(this::isOn)
        .forEach(storage.interceptors()::registerInterceptor);

    // Hooks of the server, in the order in which they run.
    List<Object> interceptors =
        Stream.<Object>of(
                new ForgottenReads( // knows one refusal better than the next
                    database.dataSource(), config.encryption().forgotten(), storage.fhirContext()),
                new ErrorMapper(), // every refusal below gets its code here
                new MediaTypes(), // formats, before anything is read
                new OperationAllowList(
                    Set.copyOf(config.fhir().operations()),
                    Set.of(Everything.OF_HAPI)), // what is off is unbound
                scopes, // who may do what, before anything is looked at
                new SearchGuard(searchParameters), // before any SQL is made
                new BodyGuard(
                    storage.fhirContext(), config.fhir().maxJsonDepth()), // before parsing
                new SummaryText(), // HAPI's meaning of a parameter becomes FHIR's
                new EverythingPages(), // likewise
                new StablePages(), // each search gets a total order
                new SmartSecurity(this::serverUrl), // the CapabilityStatement says where tokens are
                new SystemInteractions(), // the CapabilityStatement lists batch and search
                new EntryRequests(
                    config.fhir().maxTransactionEntries()), // bundles, parsed, not yet handled
                new RegexFilterGuard(), // parsed, not yet handled
                new OpenApiInterceptor(), // the page that shows what is left
                new ConditionalQueue(), // the same condition, one request at a time
                new SentBodies(), // each resource gets the JSON it came from
                new EntryResponses(), // answers of bundle entries get their ETag and codes
                new EqualCodes(), // a code is equivalent to itself
                new MaskedAnswers(masking, views), // answers to writes and operations
                new PageLinks(pageLinks, caller), // on the way out, before the answer is written
                new StoredBodyResponse(storage.fhirContext())) // last: writes the answer
            .filter(this::isOn)
            .toList();

    ModelStore modelStore = new DatabaseModelStore(database.dataSource());
    ModelCatalog models =
        new ModelCatalog(
            definitions(config, new ModelDefinitionLoader(storage.fhirContext())), modelStore);
    ModelDefinition standard =
        models
            .definition(config.models().standard())
            .orElseThrow(() -> new StartFailure("models.default must be one of " + models.names()));
    ModelTraining training =
        new ModelTraining(
            storage.daos(), new PatientIdsAsSystem(database.dataSource()), modelStore, clock);

    // Operations of our own, beside HAPI's.
    List<Object> providers =
        new ArrayList<>(
            List.of(
                Everything.over(
                    storage,
                    database.dataSource(),
                    config.fhir(),
                    request ->
                        maskedParameters.someDateReveals(
                            masking.of(Callers.of(request)), Grant.ANY_TYPE)),
                new SystemSearch(
                    storage.daos(),
                    storage.bean(MatchUrlService.class),
                    config.fhir().defaultPageSize(),
                    config.fhir().maxPageSize()),
                new PredictOperation(
                    models, new CallerRecords(storage.daos()), clock, standard.identity().name())));
    providers.addAll(
        ConsentOperations.over(
            storage, database.dataSource(), config.consent(), disclosures, facts, clock));
    providers.add(
        sealing.forgetting(
            storage.daos(),
            (type, claims) -> authorizationServer().certificates().sign(type, claims),
            this::serverUrl,
            patient -> facts.exists("Patient/" + patient)));
    closing.later(() -> sealing.eventsAsSystem(storage.daos()));
    ForgottenWatch forgotten = sealing.watch();
    closing.later(() -> Background.run("forgotten", forgotten, forgotten::stop));
    RestfulServer fhir =
        FhirServlet.over(
            storage, config.fhir(), config.server().baseUrl(), interceptors, providers);

    RiskScorer scorer = new ModelRiskScorer(models, standard, this::serverUrl, clock);
    List<CdsService> cdsServices =
        List.of(
            new RiskPredictionService(
                PrefetchTemplates.of(standard.needs()),
                this::fhirBase,
                scorer,
                new RiskCards(RiskCardSettings.of(config.models()), clock, UUID::randomUUID)));
    Function<HttpServletRequest, PatientData> ownData =
        request ->
            new PatientDataAsCaller(
                storage.daos(),
                storage.fhirContext(),
                storage.bean(MatchUrlService.class),
                Callers.of(request));

    Map<String, BooleanSupplier> checks = new LinkedHashMap<>();
    checks.put("database", database::answers);
    checks.put("migrations", schema::current);

    phases.done("operations and models");
    PatientsOfUserAsSystem patientsOfUser = new PatientsOfUserAsSystem(storage.daos(), clock);
    AuthorizationServer smart =
        closing.later(
            () ->
                new AuthorizationServer(
                    config.smart().settings(),
                    new SmartSurroundings(
                        database.dataSource(),
                        database.migrationDataSource(),
                        this::serverUrl,
                        new PatientDirectoryAsUser(storage.daos(), patientsOfUser, disclosures),
                        new SupportedScopes(
                            storage.fhirContext().getResourceTypes(),
                            new TokenParameters(storage.bean(ISearchParamRegistry.class))),
                        Optional.ofNullable(config.smart().sealingKey())
                            .orElseGet(() -> folder.secret("smart"))),
                    clock));
    authorizationServer = smart;
    smart.trustAdministrator(MachineKey.CLIENT, MachineKey.take(folder).publicJwks());
    phases.done("sign-in");

    TokenCallers callers = new TokenCallers(patientsOfUser, disclosures);
    WarmUp warmUp = new WarmUp(storage::warmUp, request -> token(request).isPresent());
    List<Filter> filters =
        List.of(
            new RequestIdFilter(),
            new RequestMetrics(metrics.registry()),
            new LoopbackGate(),
            smart.filter(
                AuthenticationFilter.paths(PUBLIC_PATHS).or("/"::equals),
                Refusals::unauthenticated),
            warmUp, // who may see data waits for it
            new CallerFilter(request -> token(request).map(callers::of)),
            new BodyLimitFilter(config.server().maxBodyBytes()),
            new PageLinkFilter(pageLinks, caller, Refusals.pageLink()));
    Map<String, Servlet> servlets = new LinkedHashMap<>(smart.servlets());
    servlets.put("/fhir/*", fhir);
    DatabaseFeedbackStore feedback =
        new DatabaseFeedbackStore(database.dataSource(), sealing.bodies());
    feedback.sealOld();
    servlets.put(
        "/cds-services/*",
        new CdsHooksServlet(cdsServices, feedback, storage.fhirContext(), ownData));
    servlets.put(
        "/models/*",
        new ModelsServlet(
            models,
            training,
            request ->
                token(request)
                    .filter(token -> token.rights().contains("model:train"))
                    .isPresent()));
    KeyJobs keyJobs =
        closing.later(
            () ->
                sealing.jobs(
                    storage.fhirContext(), new SearchIndexRenewal(storage, database.dataSource())));
    servlets.put(
        "/keys/*",
        new KeysServlet(
            keyJobs,
            sealing.ages(),
            request ->
                token(request).filter(token -> token.rights().contains("key:manage")).isPresent()));
    servlets.put("/health/*", new HealthServlet(checks));
    servlets.put(
        "/metrics",
        new MetricsServlet(
            metrics.registry(), sealing.metrics(keyJobs, metrics.registry())::refresh));
    servlets.put("", new HomeServlet());
    servlets.putAll(moreServlets);
    RelabelJob relabelling =
        new RelabelJob(
            new RelabelStore(database.dataSource()),
            storage.daos(),
            labels,
            LabelRulesFile.version(labelFile));
    closing.later(() -> Background.run("relabelling", relabelling, relabelling::stop));
    HttpServer server = closing.later(() -> HttpServer.start(config.server(), filters, servlets));
    phases.done("socket");
    closing.later(() -> Background.run("warm-up", warmUp, () -> {}));
    return server;
  }

  private static Optional<AccessToken> token(HttpServletRequest request) {
    return Optional.ofNullable((AccessToken) request.getAttribute(AccessToken.ATTRIBUTE));
  }

  private static List<ModelDefinition> definitions(
      ServerConfig config, ModelDefinitionLoader loader) {
    Path folder = config.configDirectory().resolve(config.models().directory());
    try {
      return loader.loadAll(folder);
    } catch (ModelDefinitionException e) {
      throw new ConfigException(e.errors());
    } catch (IOException e) {
      throw new StartFailure("The model definitions in %s cannot be read.".formatted(folder), e);
    }
  }

  /** The server's address as cards and pages name it: the configured one, or this machine's. */
  public String serverUrl() {
    return fhirBase().substring(0, fhirBase().length() - "/fhir".length());
  }

  public int port() {
    return Objects.requireNonNull(http, "start() comes first").port();
  }

  /** Users and clients, for whoever starts the server. */
  public AuthorizationServer authorizationServer() {
    return Objects.requireNonNull(authorizationServer, "start() comes first");
  }

  /** The FHIR base: the configured one, or as a program on this machine reaches it. */
  public String fhirBase() {
    return baseUrl == null ? "http://localhost:%d/fhir".formatted(port()) : baseUrl;
  }

  @Override
  public void close() {
    closing.close();
  }
}
